/* A parcel just handed in, tried while its user looks on: the outcome, or {state: "silent"} when nothing has moved for some
   seconds; the sending goes on behind. */
import { run } from "./sender.js";

const SILENCE = 8000; // ms

export function handOver(parcel, say) {
  return new Promise((done) => {
    let timer = 0;
    const end = (outcome) => {
      clearTimeout(timer);
      document.removeEventListener("hz:parcel", hear);
      done(outcome);
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(end, SILENCE, { state: "silent" });
    };
    function hear({ detail }) {
      wait(); // another's progress is progress, too
      if (detail.id !== parcel.id) return;
      if (detail.words) say(detail.words);
      if (detail.outcome) end(detail.outcome);
    }
    document.addEventListener("hz:parcel", hear);
    wait();
    run(true).then((ran) => ran === false && end({ state: "silent" }));
  });
}
