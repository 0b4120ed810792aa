/* The two clocks of an HTML snapshot: the event time with its mode, and the known time, which may follow it.

As mapview/domain/clocks.py: an instant is a day (or the days of one date), a range moves as a whole, what is cumulative
holds its first day. The page's days and known time are the truth; these only move them.
*/
(function (root) {
  "use strict";

  const { element } = root.MapViewLegend;
  const { byId, fill, DAY_MS } = root.MapViewWords;

  const MODES = ["instant", "range", "cumulative"];
  const LOCKED = "locked";

  class Clocks {
    /** @param snapshot where the page starts: {day0, day1, mode} */
    constructor(page, words, snapshot) {
      this.page = page;
      this.words = words;
      this.mode = snapshot.mode;
      [this.first, this.last] = page.meta.span || [0, 0];
      this.before = [this.last, this.last]; // what a second press on "all times" goes back to
    }

    /** The last day of the event time; that of the timeline if all of time is shown. */
    get day() {
      const [, last] = this.page.days;
      return last === null ? this.last : last;
    }

    get isAll() {
      return this.page.days[0] === null;
    }

    /** Move the event time so that it ends on a day of the timeline. */
    go(day) {
      const end = Math.min(Math.max(day, this.first), this.last);
      const [first, last] = this.isAll ? [end, end] : this.page.days;
      const begin = { instant: end, range: end - (last - first), cumulative: Math.min(this.first, end) }[this.mode];
      this.page.setDays(begin, end);
    }

    /** Show days, wherever they lie. */
    show(first, last) {
      const begin = this.mode === "cumulative" ? Math.min(this.first, last) : first;
      this.page.setDays(begin, last);
    }

    setMode(mode) {
      if (!MODES.includes(mode)) return;
      const day = this.day;
      // A range that has just begun is a tenth of the timeline long.
      const stretch = Math.max(1, Math.round((this.last - this.first) / 10));
      this.mode = mode;
      const first = { instant: day, range: Math.max(this.first, day - stretch), cumulative: Math.min(this.first, day) }[mode];
      this.page.setDays(first, day);
    }

    toggleAll() {
      if (this.isAll) {
        this.page.setDays(...this.before);
        return;
      }
      this.before = this.page.days;
      this.page.setDays(null, null);
    }

    /** @param known a day, "locked", or null for everything */
    setKnown(known) {
      if (known === LOCKED) this.page.lockKnown();
      else this.page.setKnown(known === null ? null : known * DAY_MS);
    }

    get known() {
      if (this.page.isLocked) return LOCKED;
      return this.page.knownTime === null ? null : Math.floor(this.page.knownTime / DAY_MS);
    }

    /** The known time in words. */
    get knownTitle() {
      const { texts } = this.page.meta;
      const { known } = this;
      if (known === null) return texts.known_everything;
      return known === LOCKED ? texts.known_locked : this.words.day(known);
    }

    /** The event time in words. */
    get title() {
      const { texts } = this.page.meta;
      if (this.isAll) return texts.all_times;
      const [first, last] = this.page.days;
      return this.mode === "cumulative" ? fill(texts.up_to, this.words.day(last)) : this.words.days(first, last);
    }
  }

  /** The fields of both clocks: mode, dates to type, known time. */
  class ClockFields {
    constructor(clocks, say) {
      this.clocks = clocks;
      this.say = say;
      const { page } = clocks;
      this.texts = page.meta.texts;
      this.mode = byId("mv-mode");
      for (const mode of MODES) this.mode.append(this._option(mode, this.texts[`mode_${mode}`]));
      this.mode.addEventListener("change", () => clocks.setMode(this.mode.value));
      this.from = byId("mv-from");
      this.until = byId("mv-until");
      for (const field of [this.from, this.until]) {
        field.title = this.texts.date_hint;
        field.addEventListener("change", () => this._typed(field));
        field.addEventListener("keydown", (event) => { if (event.key === "Enter") this._typed(field); });
      }
      this.known = byId("mv-known");
      this._fillKnown();
      this.known.addEventListener("change", () => {
        const { value } = this.known;
        clocks.setKnown(value === "" ? null : value === LOCKED ? LOCKED : Number(value));
      });
    }

    _option(value, text) {
      const made = element("option", "", text);
      made.value = value;
      return made;
    }

    /* The days on which what is known grew, with the sources that became known then. */
    _fillKnown() {
      const { texts, clocks } = this;
      const days = new Map();
      for (const source of clocks.page.meta.sources) {
        const name = source.publisher || texts.no_publisher;
        days.set(source.knownDay, [...(days.get(source.knownDay) || []), name]);
      }
      this.known.append(this._option("", texts.known_everything), this._option(LOCKED, texts.known_locked));
      for (const day of [...days.keys()].sort((a, b) => b - a)) {
        this.known.append(this._option(String(day), [clocks.words.day(day), ...new Set(days.get(day))].join(" · ")));
      }
    }

    _typed(field) {
      const { clocks } = this;
      const text = field.value.trim();
      const parts = text.split("/");
      if (field === this.until && parts.length === 2 && parts[0] !== "..") clocks.mode = "range";
      if (field === this.until && parts.length === 2 && parts[0] === "..") clocks.mode = "cumulative";
      const ends = parts.map((part) => clocks.words.parse(part));
      const last = ends.at(-1);
      const isWrong = !last || parts.length > 2 || (parts.length === 2 && parts[0] !== ".." && !ends[0]);
      field.setAttribute("aria-invalid", String(isWrong));
      byId("mv-date-error").textContent = isWrong ? this.texts.no_date : "";
      if (isWrong) return;
      const [shown] = clocks.isAll ? [last[0]] : clocks.page.days;
      if (field === this.from) clocks.show(last[0], Math.max(last[0], clocks.day));
      else if (parts.length === 2) clocks.show(ends[0] ? ends[0][0] : last[0], last[1]);
      else if (clocks.mode === "range") clocks.show(Math.min(shown, last[0]), last[1]);
      else clocks.show(...last);
      this.written = null;
    }

    /** Show the page's clocks, whoever set them. */
    follow() {
      const { clocks, texts } = this;
      const { page } = clocks;
      const known = clocks.known;
      const key = `${page.days.join()} ${clocks.mode} ${known}`;
      if (key === this.written) return;
      this.written = key;
      this.mode.value = clocks.mode;
      const isRange = clocks.mode === "range";
      byId("mv-from-label").hidden = !isRange;
      byId("mv-until-words").textContent = clocks.mode === "instant" ? texts.go_to : texts.go_until;
      const [first, last] = page.days;
      const { words } = clocks;
      if (document.activeElement !== this.from) this.from.value = first === null ? "" : words.day(first);
      const until = last === null ? "" : isRange || clocks.mode === "cumulative" ? words.day(last) : words.days(first, last);
      if (document.activeElement !== this.until || this.until.getAttribute("aria-invalid") !== "true") this.until.value = until;
      for (const field of [this.from, this.until]) field.setAttribute("aria-invalid", "false");
      byId("mv-date-error").textContent = "";
      const value = known === null ? "" : String(known);
      if (![...this.known.options].some((option) => option.value === value)) {
        this.known.append(this._option(value, words.day(known)));
      }
      this.known.value = value;
    }
  }

  root.MapViewClocks = { Clocks, ClockFields, MODES, LOCKED };
})(globalThis);
