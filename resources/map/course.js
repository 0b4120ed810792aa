/* On which days an event time may end that shows a claim, so that playing can skip the others: as Course.next_filled in
mapview/domain/course.py. */
(function (root) {
  "use strict";

  function within(day, low, high) {
    return Math.min(Math.max(day, low), high);
  }

  class Course {
    /** @param columns of the claims (engine.js)  @param span first and last day of the timeline */
    constructor(columns, [first, last]) {
      this.columns = columns;
      this.first = first;
      this.last = last;
      this.asked = [];
    }

    /**
     * The first day after one on which an event time may end that shows a claim; null if there is none.
     * @param view {longer, since, known, isLocked, passing}: days by which the event time is longer than one; its first day,
     *   or null if that moves too; the day up to which sources count, or null; whether that is the event time; bits of
     *   the claims that count, or null
     */
    nextFilled(day, view) {
      const filled = this._filled(view);
      const at = filled.indexOf(1, Math.max(0, day + 1 - this.first));
      return at < 0 ? null : this.first + at;
    }

    _filled({ longer, since, known, isLocked, passing }) {
      const asked = [since === null ? longer : 0, since, isLocked ? null : known, isLocked, passing];
      if (asked.every((one, i) => one === this.asked[i]) && this.days) return this.days;
      this.asked = asked;
      const { first, last, columns } = this;
      const steps = new Int32Array(last - first + 2);
      for (let row = 0; row < columns.earliest.length; row++) {
        if (passing && !((passing[row >> 3] >> (row & 7)) & 1)) continue;
        const from = columns.known[row];
        if (!isLocked && known !== null && from > known) continue;
        const start = isLocked ? Math.max(columns.earliest[row], from) : columns.earliest[row];
        // Of what is cumulative a claim that was in force since the beginning stays in sight.
        const end = since === null ? columns.latest[row] + longer : columns.latest[row] >= since ? last : first - 1;
        const [begins, ceases] = [within(start, first, last + 1), within(end + 1, first, last + 1)];
        if (begins >= ceases) continue;
        steps[begins - first]++;
        steps[ceases - first]--;
      }
      let there = 0;
      this.days = Uint8Array.from(steps.subarray(0, -1), (step) => ((there += step) > 0 ? 1 : 0));
      return this.days;
    }
  }

  const api = { Course };
  if (typeof module === "object" && module.exports) module.exports = api;
  else root.MapViewCourse = api;
})(globalThis);
