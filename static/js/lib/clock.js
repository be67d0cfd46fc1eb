/* Shanghai's wall clock, whatever the phone's zone: "2026-11-24T08:30:00". */

const SHANGHAI = 8 * 3600 * 1000;

export const wall = (ms) => new Date(ms + SHANGHAI).toISOString().slice(0, 19);
export const moment = (text) => Date.parse(`${text.length === 16 ? `${text}:00` : text}+08:00`);
export const spoken = (text) => `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日 ${text.slice(11, 16)}`;
export const length = (minutes) =>
  minutes < 60 ? `${minutes} 分钟` : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟`;
