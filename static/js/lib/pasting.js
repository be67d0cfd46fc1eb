/* A block copied from a sheet, laid over a grid. With headings and names of sections it finds its own places; without,
   it goes from the chosen cell to the right and down. */
import { all, one } from "./dom.js";

const STATES = [
  ["dry", /^(断流|干涸|干枯|无水|河干)/],
  ["frozen", /^(封冻|冰封|结冰|冰冻)/],
  ["no_data", /^(未监测|未测|未检测|停测|未采样|无数据|缺测)/],
];

/* Quoted cells of a sheet may hold tabs and line ends. */
export function parse(text) {
  const lines = [[""]];
  let isQuoted = false;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < clean.length; at += 1) {
    const sign = clean[at];
    const line = lines[lines.length - 1];
    if (sign === '"' && (isQuoted || line[line.length - 1] === "")) {
      if (isQuoted && clean[at + 1] === '"') {
        line[line.length - 1] += sign;
        at += 1;
      } else isQuoted = !isQuoted;
    } else if (sign === "\t" && !isQuoted) line.push("");
    else if (sign === "\n" && !isQuoted) lines.push([""]);
    else line[line.length - 1] += sign;
  }
  return lines.map((line) => line.map((cell) => cell.normalize("NFKC").trim()));
}

const plain = (text) => text.normalize("NFKC").replace(/\s|[(（].*$|值$/g, "").toLowerCase();
const stateOf = (text) => (STATES.find(([, pattern]) => pattern.test(text)) || [""])[0];

/* → {changes: [[field, value]], words}: what would be written where, and what found no place. */
export function spread(text, table, cell) {
  const block = parse(text);
  const heads = new Map(all("thead [data-item]", table).map((head) => [plain(head.firstChild.textContent), head.dataset.item]));
  for (const head of all("thead [data-item]", table)) heads.set(plain(head.dataset.item), head.dataset.item);
  const at = block.findIndex((line) => line.filter((word) => heads.has(plain(word))).length > 1);
  return at < 0 ? byPlace(block, table, cell) : byName(block, at, heads, table);
}

function byPlace(block, table, cell) {
  const rows = all("[data-row]", table);
  const line = rows.indexOf(cell.closest("[data-row]"));
  const column = all(".grid-cell", rows[line]).indexOf(cell);
  const changes = [];
  let lost = 0;
  block.forEach((words, down) => {
    const row = rows[line + down];
    const cells = row ? all(".grid-cell", row) : [];
    const pairs = words.map((word, right) => [cells[column + right], word]);
    lost += pairs.filter(([field, word]) => !field && word).length;
    changes.push(...ofRow(row, pairs.filter(([field]) => field)));
  });
  return { changes, words: `已粘贴 ${changes.length} 格。${lost ? `有 ${lost} 格超出表格，没有粘贴。` : ""}` };
}

function byName(block, at, heads, table) {
  const columns = block[at].map((word) => heads.get(plain(word)));
  const known = new Map();
  for (const row of all("[data-row]", table)) {
    known.set(plain(one(".grid-name a", row).textContent), row);
    known.set(plain(row.dataset.code), row);
  }
  const changes = [];
  const strange = [];
  for (const words of block.slice(at + 1)) {
    const row = words.map((word) => known.get(plain(word))).find(Boolean);
    if (!row) {
      if (words.some(Boolean)) strange.push(words.find(Boolean));
      continue;
    }
    const place = (word, column) => [columns[column] && one(`.grid-cell[data-item="${columns[column]}"]`, row), word];
    const states = words.filter((word, column) => !columns[column] && stateOf(word));
    changes.push(...ofRow(row, words.map(place).filter(([field]) => field), states[0]));
  }
  const left = strange.length ? `没有找到断面：${strange.slice(0, 5).join("、")}${strange.length > 5 ? " 等" : ""}。` : "";
  return { changes, words: `已按断面名称和表头粘贴 ${changes.length} 格。${left}` };
}

/* 断流 in a cell is the state of its row, and no figure; a row that is measured again says so, too. */
function ofRow(row, pairs, named = "") {
  if (!row) return [];
  const words = pairs.map(([, word]) => word);
  const isMeasured = words.some((word) => word && !stateOf(word) && !/^[-—–/\\*]+$/.test(word));
  const state = isMeasured ? "" : stateOf(named || words.find(stateOf) || "");
  const changes = pairs.map(([field, word]) => [field, stateOf(word) ? "" : word]);
  const select = one(".grid-state", row);
  if (state) changes.push([select, state]);
  else if (isMeasured && select.value !== "yes") changes.push([select, "yes"]);
  return changes;
}
