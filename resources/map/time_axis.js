/* The stretch of days that the time bar of an HTML snapshot shows, and the picture of it above the slider: claims in
force by publisher, stacked, and ticks in the finest unit whose words find room. The same rules as the window's axis.
*/
(function (root) {
  "use strict";

  const { civil, dayOf } = root.MapViewWords;

  const NARROWEST_DAYS = 7;
  // Of a timeline with more changes than few, the axis shows at first a stretch with this share of them.
  const FEW = 8;
  const MOST = 0.72;
  const INSET = 8; // the slider's thumb travels from this many pixels after the track's start to as many before its end
  const BAR_PX = 3;
  const LABELS_HEIGHT = 30;
  const MONTH_STEPS = [1, 3, 6];
  const YEAR_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

  class TimeAxis {
    /** @param span first and last day  @param changes days, rising, on which something changes */
    constructor([first, last], changes) {
      this.first = first;
      this.last = last;
      [this.from, this.to] = this._busiest(changes);
    }

    /** The shortest stretch with most of the days on which something changes. */
    _busiest(changes) {
      const many = Math.max(Math.floor(changes.length * MOST), 1);
      if (changes.length < FEW) return [this.first, this.last];
      let start = 0;
      for (let i = 0; i + many - 1 < changes.length; i++) {
        if (changes[i + many - 1] - changes[i] < changes[start + many - 1] - changes[start]) start = i;
      }
      const left = changes[start];
      const right = changes[start + many - 1];
      const margin = Math.round(Math.max((right - left) * 0.06, NARROWEST_DAYS));
      return [Math.max(left - margin, this.first), Math.min(right + margin, this.last)];
    }

    get days() {
      return this.to - this.from + 1;
    }

    get isWhole() {
      return this.from === this.first && this.to === this.last;
    }

    get isNarrowest() {
      return this.days <= Math.min(NARROWEST_DAYS, this.last - this.first + 1);
    }

    /** Show about `factor` times as many days, with one kept where it is. */
    zoom(factor, about) {
      const whole = this.last - this.first + 1;
      const step = factor < 1 ? Math.floor : Math.ceil;
      const days = Math.min(Math.max(step(this.days * factor), NARROWEST_DAYS), whole);
      const share = (about - this.from) / Math.max(1, this.days - 1);
      this._show(Math.round(about - share * (days - 1)), days);
    }

    move(days) {
      this._show(this.from + days, this.days);
    }

    /** See to it that a day is shown. */
    reveal(day) {
      if (day >= this.from && day <= this.to) return;
      this._show(day - Math.floor(this.days / 2), this.days);
    }

    _show(from, days) {
      this.from = Math.min(Math.max(from, this.first), Math.max(this.last + 1 - days, this.first));
      this.to = Math.min(this.from + days - 1, this.last);
    }

    /** How days lie along a width in pixels: x of a day's middle, and the day at an x. */
    scale(width, mirrored) {
      const perDay = (width - 2 * INSET) / Math.max(1, this.days - 1);
      const turned = (x) => (mirrored ? width - x : x);
      return {
        perDay,
        x: (day) => turned(INSET + (day - this.from) * perDay),
        day: (x) => Math.min(Math.max(this.from + Math.round((turned(x) - INSET) / perDay), this.from), this.to),
      };
    }

    /** Days that cut what is shown into stretches of equal numbers of days, none narrower than a bar. */
    edges(perDay) {
      const step = Math.max(1, Math.ceil(BAR_PX / perDay));
      const edges = [];
      for (let day = this.from - (((this.from % step) + step) % step); day < this.to + 1 + step; day += step) {
        edges.push(day);
      }
      return edges;
    }
  }

  /** Ticks {day, words, major} in the finest unit that finds room, and whether months (else years) stand below them. */
  function ticks(axis, perDay, words) {
    const fits = (days, width) => days * perDay >= width;
    if (fits(1, 24)) return { found: dayTicks(axis, words, null), below: "month" };
    if (fits(7, 30)) return { found: dayTicks(axis, words, [1, 8, 15, 22]), below: "month" };
    const monthRoom = document.documentElement.lang === "ar" ? 76 : 36;
    for (const step of MONTH_STEPS) {
      if (fits(step * 30.4, monthRoom)) return { found: monthTicks(axis, words, step), below: "year" };
    }
    const step = YEAR_STEPS.find((years) => fits(years * 365.25, 42)) || YEAR_STEPS.at(-1);
    return { found: yearTicks(axis, words, step), below: null };
  }

  function dayTicks(axis, words, only) {
    const found = [];
    for (let day = axis.from; day <= axis.to; day++) {
      const ofMonth = civil(day)[2];
      if (!only || only.includes(ofMonth)) found.push({ day, words: words.digits(ofMonth), major: ofMonth === 1 });
    }
    return found;
  }

  function monthTicks(axis, words, step) {
    const found = [];
    let [year, month] = civil(axis.from);
    month -= month % step;
    for (let day = dayOf(year, month, 1); day <= axis.to; month += step, day = dayOf(year, month, 1)) {
      if (day >= axis.from) found.push({ day, words: words.shortMonth(civil(day)[1]), major: civil(day)[1] === 0 });
    }
    return found;
  }

  function yearTicks(axis, words, step) {
    const found = [];
    const firstYear = civil(axis.from)[0];
    for (let year = firstYear - (((firstYear % step) + step) % step); ; year += step) {
      const day = dayOf(year, 0, 1);
      if (day > axis.to) return found;
      if (day >= axis.from) found.push({ day, words: words.year(year), major: year % (10 * step) === 0 });
    }
  }

  /** The larger units that begin in what is shown, and the one in which it begins, as [first day, words]. */
  function headings(axis, unit, words) {
    const found = [];
    if (!unit) return found;
    let [year, month] = civil(axis.from);
    if (unit === "year") month = 0;
    for (let day = dayOf(year, month, 1); day <= axis.to; day = dayOf(year, month, 1)) {
      const [inYear, inMonth] = civil(day);
      found.push([day, unit === "year" ? words.year(inYear) : words.month(inYear, inMonth)]);
      if (unit === "year") year += 1;
      else month += 1;
    }
    return found;
  }

  /**
   * Draw the axis on a canvas.
   * @param cursor first and last day that are shown, or null  @param count returns claims by layer and stretch of days
   * @param layers names of the layers' colours in the style sheet, from below
   */
  function drawAxis(canvas, axis, cursor, count, layers, words) {
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!width || !height) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const mirrored = document.documentElement.dir === "rtl";
    const scale = axis.scale(width, mirrored);
    const base = height - LABELS_HEIGHT;
    drawBars(context, axis, scale, base, count, layers, colour);
    context.fillStyle = colour("--quiet");
    context.fillRect(0, base, width, 1);
    drawTicks(context, axis, scale, base, width, mirrored, words, colour);
    if (cursor) drawCursor(context, axis, scale, base, cursor, colour);
  }

  /** A line on the last day that is shown, and a veil over those before it. */
  function drawCursor(context, axis, scale, base, [first, last], colour) {
    context.fillStyle = colour("--accent");
    if (first < last && last >= axis.from && first <= axis.to) {
      const ends = [scale.x(Math.max(first, axis.from)), scale.x(Math.min(last, axis.to))];
      context.globalAlpha = 0.16;
      context.fillRect(Math.min(...ends), 0, Math.abs(ends[1] - ends[0]), base);
      context.globalAlpha = 1;
      if (first >= axis.from) context.fillRect(scale.x(first) - 0.5, 0, 1, base);
    }
    if (last >= axis.from && last <= axis.to) context.fillRect(scale.x(last) - 1, 0, 2, base);
  }

  function drawBars(context, axis, scale, base, count, layers, colour) {
    const edges = axis.edges(scale.perDay);
    const bars = edges.length - 1;
    const counts = count(edges);
    const sums = new Int32Array(bars);
    for (let i = 0; i < counts.length; i++) sums[i % bars] += counts[i];
    const highest = sums.reduce((most, sum) => Math.max(most, sum), 1);
    const tops = new Float64Array(bars).fill(base);
    layers.forEach((name, layer) => {
      context.fillStyle = colour(name);
      for (let bar = 0; bar < bars; bar++) {
        const count = counts[layer * bars + bar];
        if (!count) continue;
        const ends = [scale.x(edges[bar] - 0.5), scale.x(edges[bar + 1] - 0.5)];
        const left = Math.min(...ends);
        const wide = Math.max(...ends) - left;
        const tall = (count / highest) * (base - 2);
        tops[bar] -= tall;
        context.fillRect(left, tops[bar], wide > 5 ? wide - 1 : wide, tall);
      }
    });
  }

  function drawTicks(context, axis, scale, base, width, mirrored, words, colour) {
    context.font = '400 11px "MapView Sans"';
    context.textBaseline = "top";
    context.direction = mirrored ? "rtl" : "ltr";
    const { found, below } = ticks(axis, scale.perDay, words);
    context.fillStyle = colour("--quiet");
    context.textAlign = "center";
    for (const tick of found) {
      const x = scale.x(tick.day);
      context.fillRect(x - 0.5, base, 1, tick.major ? 6 : 3);
      const half = context.measureText(tick.words).width / 2;
      if (x - half >= 0 && x + half <= width) context.fillText(tick.words, x, base + 5);
    }
    const heads = headings(axis, below, words);
    context.fillStyle = colour("--ink");
    context.textAlign = "start";
    heads.forEach(([day, text], i) => {
      // The unit in which the view begins keeps its words in sight.
      const start = Math.max(day, axis.from);
      const end = i + 1 < heads.length ? heads[i + 1][0] : axis.to + 1;
      const room = (end - start) * scale.perDay;
      if (room >= context.measureText(text).width + 8) context.fillText(text, scale.x(start) + (mirrored ? 4 : -4), base + 18);
    });
  }

  root.MapViewTimeAxis = { TimeAxis, drawAxis, ticks, headings };
})(globalThis);
