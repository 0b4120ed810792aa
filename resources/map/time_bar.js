/* The time bar of an HTML snapshot: slider, play, changes, all times, zoom, keys and the histogram above the slider. */
(function (root) {
  "use strict";

  const { TimeAxis, drawAxis } = root.MapViewTimeAxis;
  const { TimeKey } = root.MapViewTimeKey;
  const { Course } = root.MapViewCourse;
  const { addMonths, byId, fill } = root.MapViewWords;

  const BUTTON_ZOOM = 2;
  const WHEEL_ZOOM = 1.25;
  const PACES = [1, 3, 7, 14, 30, 90, 365]; // days that pass in a second, as in the window
  const USUAL_PACE = 7;
  const TICK_MS = 50;
  const PLAY_ICON = "M4 2.5v11l9.5-5.5z";
  const PAUSE_ICON = "M4 2.5h3v11h-3z M9.5 2.5h3v11h-3z";
  const PREVIOUS_ICON = "M3 2.5h2v11h-2z M13.5 2.5v11l-7.5-5.5z";
  const IN_ICON = "M7 3h2v4h4v2h-4v4h-2v-4h-4v-2h4z";
  const OUT_ICON = "M3 7h10v2h-10z";
  const MORE_ICON = "M2 3.5h12v2h-12z M2 7h12v2h-12z M2 10.5h12v2h-12z";
  const NEXT_ICON = "M11 2.5h2v11h-2z M2.5 2.5v11l7.5-5.5z";

  function icon(path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    shape.setAttribute("d", path);
    svg.append(shape);
    return svg;
  }

  /** Slider, buttons and histogram; it moves the page, and follows it. */
  class TimeBar {
    constructor(page, clocks, snapshot) {
      this.page = page;
      this.clocks = clocks;
      this.words = clocks.words;
      const { texts } = page.meta;
      this.texts = texts;
      this.first = clocks.first;
      this.last = clocks.last;
      this.changes = page.engine.changeDays();
      this.course = new Course(page.engine.columns, [this.first, this.last]);
      this.slider = byId("mv-slider");
      this.axis = new TimeAxis([this.first, this.last], this.changes);
      this.atWords = snapshot.atWords;
      this.atDays = [snapshot.day0, snapshot.day1];
      this.playing = null;
      this.histogram = byId("mv-histogram");
      this.key = new TimeKey(page);
      const told = [texts.claims_in_force, this.key.layers.map(({ words }) => words).join(", ")].filter(Boolean).join(": ");
      this.histogram.setAttribute("aria-label", told);
      this._button("mv-previous", PREVIOUS_ICON, texts.previous, () => this.step(-1));
      this._button("mv-play", PLAY_ICON, texts.play, () => this.toggle());
      this._button("mv-next", NEXT_ICON, texts.next, () => this.step(1));
      this._makePace();
      this.skipEmpty = byId("mv-skip-empty");
      this.skipEmpty.textContent = texts.skip_empty;
      this.skipEmpty.title = texts.skip_empty_hint;
      this.skipEmpty.addEventListener("click", () => this.skipEmpty.setAttribute("aria-pressed", String(!this.skips)));
      this._button("mv-time-in", IN_ICON, texts.time_in, () => this._zoom(1 / BUTTON_ZOOM));
      this._button("mv-time-out", OUT_ICON, texts.time_out, () => this._zoom(BUTTON_ZOOM));
      this._button("mv-more", MORE_ICON, texts.more_of_time, () => {
        const isOpen = byId("mv-more").getAttribute("aria-expanded") !== "true";
        byId("mv-more").setAttribute("aria-expanded", String(isOpen));
      });
      this.allTimes = byId("mv-all-times");
      this.allTimes.textContent = texts.all_times;
      this.allTimes.addEventListener("click", () => {
        this.stop();
        clocks.toggleAll();
        this.follow();
      });
      const wheel = (event) => this._wheel(event);
      for (const part of [this.histogram, this.slider]) part.addEventListener("wheel", wheel, { passive: false });
      this.histogram.addEventListener("click", (event) => this.go(this._dayAt(event)));
      this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
      document.addEventListener("keydown", (event) => this._key(event));
      new ResizeObserver(() => this.redraw()).observe(this.histogram);
      this.follow();
    }

    _button(id, path, name, act) {
      const button = byId(id);
      button.setAttribute("aria-label", name);
      button.title = name;
      button.append(icon(path));
      button.addEventListener("click", act);
    }

    go(day) {
      this.clocks.go(day);
      this.follow();
    }

    /* From where to move: all of time has no day of its own, so that moving on begins at the first and back at the last. */
    _origin(direction) {
      if (!this.clocks.isAll) return this.clocks.day;
      return direction > 0 ? this.first - 1 : this.last + 1;
    }

    /** Go to the next day (1) or the last one before (-1) on which a claim begins or has ended. */
    step(direction) {
      const day = this._origin(direction);
      const change = direction > 0 ? this.changes.find((one) => one > day) : this.changes.findLast((one) => one < day);
      const end = direction > 0 ? this.last : this.first;
      this.go(change === undefined ? end : change);
    }

    toggle() {
      if (this.playing !== null) {
        this.stop();
        return;
      }
      if (this.clocks.day >= this.last) this.go(this.first);
      this.ticked = performance.now();
      this.leftOver = 0;
      this.playing = setInterval(() => this._tick(), TICK_MS);
      this._showPlaying();
    }

    _tick() {
      const now = performance.now();
      this.leftOver += ((now - this.ticked) / 1000) * Number(this.pace.value);
      this.ticked = now;
      const days = Math.floor(this.leftOver);
      if (!days) return;
      this.leftOver -= days;
      if (!this.skips || !this._skip()) this.go(this.clocks.day + days);
      if (this.clocks.day >= this.last) this.stop();
    }

    get skips() {
      return this.skipEmpty.getAttribute("aria-pressed") === "true";
    }

    /* Go to the next day that shows a claim at once if it is more than a second away, to the end if none does. */
    _skip() {
      const { clocks, page } = this;
      const [first, last] = page.days;
      const view = {
        longer: clocks.mode === "instant" ? 0 : last - first, since: clocks.mode === "cumulative" ? first : null,
        known: clocks.known, isLocked: page.isLocked, passing: page.passing,
      };
      const day = this.course.nextFilled(clocks.day, view) ?? this.last;
      if (day - clocks.day <= Number(this.pace.value)) return false;
      this.go(day);
      return true;
    }

    _makePace() {
      const { texts, page } = this;
      this.pace = byId("mv-pace");
      this.pace.setAttribute("aria-label", texts.pace);
      this.pace.title = texts.pace;
      for (const days of PACES) {
        const made = document.createElement("option");
        made.value = days;
        made.textContent = fill(days === 1 ? texts.pace_day : texts.pace_days, page.digits(days));
        made.selected = days === USUAL_PACE;
        this.pace.append(made);
      }
    }

    stop() {
      clearInterval(this.playing);
      this.playing = null;
      this._showPlaying();
    }

    _showPlaying() {
      const button = byId("mv-play");
      const name = this.playing === null ? this.texts.play : this.texts.pause;
      button.replaceChildren(icon(this.playing === null ? PLAY_ICON : PAUSE_ICON));
      button.setAttribute("aria-label", name);
      button.title = name;
    }

    _key(event) {
      const { target } = event;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (!(target instanceof Element)) return;
      if (target.closest("select, button, a, textarea, summary, [role=tab], .mv-legend")) return;
      if (target instanceof HTMLInputElement && target !== this.slider) return;
      const onMap = target.closest(".mv-map") !== null;
      // Whatever else has the focus scrolls by these keys.
      const isFree = target === document.body || target === document.documentElement;
      if (!onMap && !isFree && !target.closest(".mv-time")) return;
      const act = this._keyAction(event, onMap);
      if (!act) return;
      event.preventDefault();
      act();
    }

    _keyAction({ key, shiftKey }, onMap) {
      if (key === " ") return () => this.toggle();
      if (onMap) return null;
      const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
      const moves = {
        [forward]: 1, ArrowUp: 1, [back]: -1, ArrowDown: -1,
      };
      if (key in moves) {
        const day = this._origin(moves[key]);
        return () => this.go(shiftKey && !this.clocks.isAll ? addMonths(day, moves[key]) : day + moves[key]);
      }
      if (key === "PageUp" || key === "PageDown") return () => this.step(key === "PageUp" ? 1 : -1);
      if (key === "Home") return () => this.go(this.first);
      if (key === "End") return () => this.go(this.last);
      return null;
    }

    /** Show the page's event time, whoever set it. */
    follow() {
      const [day0, day1] = this.page.days;
      const all = day0 === null;
      this.allTimes.setAttribute("aria-pressed", String(all));
      this.slider.classList.toggle("mv-no-day", all);
      const asGiven = day0 === this.atDays[0] && day1 === this.atDays[1] && this.atWords;
      const words = asGiven ? this.atWords : this.clocks.title;
      const key = `${words} ${this.page.knownTime} ${this.page.isLocked}`;
      if (key === this.shown) return;
      this.shown = key;
      if (!all) this.axis.reveal(Math.min(Math.max(day1, this.first), this.last));
      this.slider.setAttribute("aria-valuetext", words);
      byId("mv-date").textContent = words;
      const outside = !all && (day1 < this.first || day0 > this.last);
      byId("mv-outside").hidden = !outside;
      this._showRange();
    }

    redraw() {
      const { engine, meta, days, passing, isLocked } = this.page;
      const sources = meta.sources.length;
      const count = (edges) => this.key.gathered(engine.histogram(edges, sources, passing, isLocked), edges.length - 1);
      const colours = this.key.layers.map(({ colour }) => colour);
      drawAxis(this.histogram, this.axis, days[0] === null ? null : days, count, colours, this.words);
    }

    _zoom(factor, about) {
      this.axis.zoom(factor, about === undefined ? Math.min(Math.max(this.clocks.day, this.axis.from), this.axis.to) : about);
      this._showRange();
    }

    /* The wheel narrows or widens what is shown about the pointer; sideways it moves along. */
    _wheel(event) {
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        const forward = document.documentElement.dir === "rtl" ? -1 : 1;
        this.axis.move(Math.round(forward * Math.sign(event.deltaX) * Math.max(1, this.axis.days / 12)));
        this._showRange();
        return;
      }
      if (event.deltaY) this._zoom(event.deltaY < 0 ? 1 / WHEEL_ZOOM : WHEEL_ZOOM, this._dayAt(event));
    }

    _dayAt(event) {
      const box = this.histogram.getBoundingClientRect();
      return this.axis.scale(box.width, document.documentElement.dir === "rtl").day(event.clientX - box.left);
    }

    /* The slider runs over what is shown of the timeline, so that each of its days can be pointed at. */
    _showRange() {
      const { axis, slider } = this;
      slider.min = axis.from;
      slider.max = axis.to;
      slider.value = this.clocks.day;
      // The keys go as far as the timeline does, and take what is shown of it along.
      const range = fill(this.texts.date_within, this.words.day(this.first), this.words.day(this.last));
      slider.setAttribute("aria-label", range);
      byId("mv-time-in").disabled = axis.isNarrowest;
      byId("mv-time-out").disabled = axis.isWhole;
      this.redraw();
    }
  }

  root.MapViewTimeBar = { TimeBar, icon };
})(globalThis);
