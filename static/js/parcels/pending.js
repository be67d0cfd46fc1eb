/* A line for each step that is still on this phone, on the pages where one may ask for it. */
import { make } from "../lib/dom.js";
import { serverNow } from "../lib/servertime.js";

const opened = serverNow(); // what is handed in on this page is told of in the form's own place

/* On the page that a step belongs to, and on that of the same form opened once more: what of it is still on this phone. */
export function pending(waiting) {
  const isHere = ({ back, url, at }) => back === location.pathname || (at < opened && new URL(url, location.href).pathname === location.pathname);
  return waiting.filter((parcel) => parcel.back && isHere(parcel)).map((parcel) => {
    const rest = parcel.back === location.pathname ? "" : "已经填好的不用再填；另填一份会是两份。";
    const line = make("p", "notice notice-orange", `${parcel.title}：已存在手机上，待上传。${rest}`);
    line.setAttribute("data-pending", "");
    return line;
  });
}
