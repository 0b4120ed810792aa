/* The time bar of an HTML snapshot: slider, play, changes, keys and the histogram above the slider. */
(function (root) {
  "use strict";

  const DAY_MS = 86400000;
  const PLAY_MS = 1100;
  const PLAY_ICON = "M4 2.5v11l9.5-5.5z";
  const PAUSE_ICON = "M4 2.5h3v11h-3z M9.5 2.5h3v11h-3z";
  const PREVIOUS_ICON = "M3 2.5h2v11h-2z M13.5 2.5v11l-7.5-5.5z";
  const NEXT_ICON = "M11 2.5h2v11h-2z M2.5 2.5v11l7.5-5.5z";

  function byId(id) {
    return document.getElementById(id);
  }

  function icon(path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    shape.setAttribute("d", path);
    svg.append(shape);
    return svg;
  }

  function fill(text, ...parts) {
    return parts.reduce((filled, part) => filled.replace("{}", () => part), text);
  }

  class Words {
    constructor(texts) {
      this.texts = texts;
    }

    digits(text) {
      return String(text).replace(/[0-9]/g, (digit) => this.texts.digits[Number(digit)]);
    }

    year(year) {
      return this.digits(year > 0 ? String(year) : fill(this.texts.bc, String(1 - year)));
    }

    day(day) {
      const date = new Date(day * DAY_MS);
      const month = this.texts.months[date.getUTCMonth()];
      return `${this.digits(date.getUTCDate())} ${month} ${this.year(date.getUTCFullYear())}`;
    }
  }

  function addMonths(day, months) {
    const date = new Date(day * DAY_MS);
    const wanted = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + months);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(wanted, last));
    return Math.round(date.getTime() / DAY_MS);
  }

  /** Slider, buttons and histogram; it moves the page, and follows it. */
  class TimeBar {
    constructor(page, words, snapshot) {
      this.page = page;
      this.words = words;
      const { texts, span } = page.meta;
      this.texts = texts;
      [this.first, this.last] = span || [0, 0];
      this.changes = page.engine.changeDays();
      this.slider = byId("mv-slider");
      this.slider.min = this.first;
      this.slider.max = this.last;
      this.slider.setAttribute("aria-label", texts.date);
      this.day = snapshot.day1;
      this.atWords = snapshot.atWords;
      this.atDays = [snapshot.day0, snapshot.day1];
      this.playing = null;
      this.histogram = byId("mv-histogram");
      this.histogram.setAttribute("aria-label", texts.claims_in_force);
      this._button("mv-previous", PREVIOUS_ICON, texts.previous, () => this.step(-1));
      this._button("mv-play", PLAY_ICON, texts.play, () => this.toggle());
      this._button("mv-next", NEXT_ICON, texts.next, () => this.step(1));
      this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
      document.addEventListener("keydown", (event) => this._key(event));
      new ResizeObserver(() => this._drawHistogram()).observe(this.histogram);
      this.follow(page.days);
    }

    _button(id, path, name, act) {
      const button = byId(id);
      button.setAttribute("aria-label", name);
      button.title = name;
      button.append(icon(path));
      button.addEventListener("click", act);
    }

    go(day) {
      const within = Math.min(Math.max(day, this.first), this.last);
      this.page.setDays(within, within);
      this.follow([within, within]);
    }

    /** Go to the next day (1) or the last one before (-1) on which a claim begins or has ended. */
    step(direction) {
      const day = direction > 0
        ? this.changes.find((change) => change > this.day)
        : this.changes.findLast((change) => change < this.day);
      const end = direction > 0 ? this.last : this.first;
      this.go(day === undefined ? end : day);
    }

    toggle() {
      if (this.playing !== null) {
        this.stop();
        return;
      }
      if (this.day >= this.last) this.go(this.first);
      this.playing = setInterval(() => {
        this.step(1);
        if (this.day >= this.last) this.stop();
      }, PLAY_MS);
      this._showPlaying();
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
      const typing = target instanceof Element && target.closest("select, button, a, textarea, [role=tab]");
      if (typing || (target instanceof HTMLInputElement && target !== this.slider)) return;
      const onMap = target instanceof Element && target.closest(".mv-map") !== null;
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
        return () => this.go(shiftKey ? addMonths(this.day, moves[key]) : this.day + moves[key]);
      }
      if (key === "PageUp" || key === "PageDown") return () => this.step(key === "PageUp" ? 1 : -1);
      if (key === "Home") return () => this.go(this.first);
      if (key === "End") return () => this.go(this.last);
      return null;
    }

    /** Show the page's event time, whoever set it. */
    follow([day0, day1]) {
      const all = day0 === null;
      if (!all) this.day = day1;
      const asGiven = day0 === this.atDays[0] && day1 === this.atDays[1] && this.atWords;
      let words = this.texts.all_times;
      if (asGiven) words = this.atWords;
      else if (!all) words = day0 === day1 ? this.words.day(day0) : `${this.words.day(day0)} – ${this.words.day(day1)}`;
      if (words === this.shown) return;
      this.shown = words;
      this.slider.value = this.day;
      this.slider.setAttribute("aria-valuetext", words);
      byId("mv-date").textContent = words;
      const outside = !all && (day1 < this.first || day0 > this.last);
      byId("mv-outside").hidden = !outside;
      this._drawHistogram();
    }

    /* A bar per pixel: the most claims in force on a day of it. Past the cursor the bars are pale. */
    _drawHistogram() {
      const canvas = this.histogram;
      const ratio = window.devicePixelRatio || 1;
      const width = canvas.clientWidth;
      const height = canvas.clientHeight;
      if (!width) return;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(name).trim();
      const days = this.last - this.first + 1;
      const counts = this.page.engine.histogram(this.first, this.last);
      const top = Math.max(1, counts.reduce((most, count) => Math.max(most, count), 0));
      const mirrored = document.documentElement.dir === "rtl";
      // The thumb's middle travels from 8 px after the track's start to 8 px before its end.
      const inset = 8;
      const place = (day) => {
        const x = inset + ((width - 2 * inset) * (day - this.first)) / Math.max(1, days - 1);
        return mirrored ? width - x : x;
      };
      const base = height - 15;
      const step = 1;
      for (let x = inset; x < width - inset; x += step) {
        const share = (x - inset) / (width - 2 * inset);
        const from = Math.round(share * (days - 1));
        const to = Math.max(from + 1, Math.round(((x + step - inset) / (width - 2 * inset)) * (days - 1)));
        let most = 0;
        for (let day = from; day < to && day < days; day++) most = Math.max(most, counts[day]);
        const tall = most ? Math.max(1, (most / top) * (base - 2)) : 0;
        const left = mirrored ? width - x - step : x;
        context.fillStyle = colour(this.first + from <= this.day ? "--bar" : "--bar-pale");
        context.fillRect(left, base - tall, step, tall);
      }
      this._drawYears(context, place, base, width, colour);
      context.fillStyle = colour("--accent");
      context.fillRect(place(this.day) - 0.75, 0, 1.5, base);
    }

    _drawYears(context, place, base, width, colour) {
      const firstYear = new Date(this.first * DAY_MS).getUTCFullYear();
      const lastYear = new Date(this.last * DAY_MS).getUTCFullYear();
      context.font = '400 11px "MapView Sans"';
      context.textAlign = "center";
      context.textBaseline = "bottom";
      const room = 44;
      const every = Math.max(1, Math.ceil(((lastYear - firstYear + 1) * room) / width));
      context.fillStyle = colour("--line");
      context.fillRect(0, base, width, 1);
      for (let year = firstYear; year <= lastYear + 1; year++) {
        const day = Math.round(Date.UTC(year, 0, 1) / DAY_MS);
        if (day < this.first || day > this.last) continue;
        const x = place(day);
        context.fillStyle = colour("--quiet");
        context.fillRect(x - 0.5, base, 1, 3);
        const isLabelled = (year - firstYear) % every === 0 && x > 18 && x < width - 18;
        if (isLabelled) context.fillText(this.words.year(year), x, base + 15);
      }
    }
  }

  root.MapViewTimeBar = { TimeBar, Words, fill };
})(globalThis);
