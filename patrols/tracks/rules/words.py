"""A track in a sentence."""

from __future__ import annotations

from patrols.tracks.rules.measuring import Track

UNTIMED = "没有时间，按文件中的先后计算"


def length_words(metres: float) -> str:
    """850 米, 2.35 公里."""
    return f"{metres:.0f} 米" if metres < 1000 else f"{metres / 1000:.2f} 公里"


def track_words(track: Track) -> str:
    """长度 2.35 公里：1,800 个点，计入 1,790 个（定位误差过大 10 个），断点 1 处。"""
    left = "、".join(f"{why.label} {count} 个" for why, count in track.reasons.items())
    words = f"长度 {length_words(track.metres)}：{track.points:,} 个点，计入 {len(track.kept):,} 个"
    words += f"（不计：{left}）" if left else ""
    words += f"，断点 {track.breaks} 处"
    return words + (f"；{UNTIMED}。" if not track.is_timed else "。")
