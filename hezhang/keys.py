"""The secret key: where it is kept, and whether it could be guessed."""

import stat
from itertools import pairwise
from pathlib import Path

SHORTEST = 32
FEWEST = 12  # different characters: 32 random hexadecimal digits have fewer once in two thousand
OTHERS = stat.S_IRWXG | stat.S_IRWXO
HOW = "例如：python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


def stored_key(path: Path) -> str:
    """What the file holds, "" when there is none. Raises ValueError, in words, when others than its owner may read it."""
    if not path.is_file():
        return ""
    if path.stat().st_mode & OTHERS:
        raise ValueError(f"密钥文件 {path} 可被其他用户读取，请执行：chmod 600 {path}")
    return path.read_text("utf8").strip()


def weakness(key: str, known: str) -> str:
    """Why a key will not do, "" when it will. ``known`` is the one that everybody knows."""
    if not key:
        return "未设置"
    if key == known:
        return "是公开的演示值"
    if len(key) < SHORTEST:
        return f"少于 {SHORTEST} 个字符"
    if len(set(key)) < FEWEST or _is_repeated(key) or _is_a_row(key):
        return "过于简单，不是随机字符"
    return ""


def _is_repeated(key: str) -> bool:
    """abcabcabc: a piece no longer than half of it, over and over."""
    return any(key.startswith(key[size:]) for size in range(1, len(key) // 2 + 1))


def _is_a_row(key: str) -> bool:
    """abcdef, 987654: most characters are their neighbour's neighbour in the alphabet."""
    steps = [ord(right) - ord(left) for left, right in pairwise(key)]
    return sum(abs(step) <= 1 for step in steps) > len(steps) / 2
