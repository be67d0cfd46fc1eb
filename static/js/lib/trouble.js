/* What to say when something could not be handed in, and what is safe meanwhile. */
import { LineDown } from "./sending.js";
import { NotTaken } from "./staging.js";

/* {words, signIn, reload} for a cut line, or an answer that is neither a receipt nor a page of the form.
   safe: "内容已保存在本机。"; again: the name of the button to press later. */
export function explain(what, safe, again) {
  if (what instanceof LineDown) {
    return { words: `没有信号，还没有提交。${safe}有信号时请再点“${again}”，已传的照片不用重传。` };
  }
  if (what instanceof Error && !(what instanceof NotTaken)) console.error(what); // our own fault: the words below hold, too
  const { status } = what instanceof NotTaken ? what.answer : what;
  if (status === 401) return { words: `登录已过期，还没有提交。${safe}请重新登录，会回到这里，再点“${again}”。`, signIn: true };
  if (status === 403) return { words: `页面已过期或当前岗位不能办理，还没有提交。${safe}请刷新本页，再点“${again}”。`, reload: true };
  if (status === 404) return { words: `没有找到，可能已不在您的辖区内，还没有提交。${safe}请联系河长办。` };
  if (status === 408) return { words: `网络太慢，没有收完，还没有提交。${safe}请在信号好的地方再点“${again}”。` };
  if (status === 413) return { words: `照片或文字太大，还没有提交。${safe}请减少照片后再点“${again}”。` };
  return { words: `系统暂时不能接收，还没有提交。${safe}请稍后再点“${again}”。` };
}
