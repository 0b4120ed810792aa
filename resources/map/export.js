/* What an HTML snapshot has around its map: slider, play, histogram, known-on date, claims and sources.

All text is set as text. The page's meta holds, besides what page.js needs:
  cards[row]      {value, statement, when, source, quoted, modality, certainty, uncertain, cue, note}: words, ready to show
  sources[i]      {id, title, publisher, published, known, knownDay, url, sha256, how, note, repeats}
  conflicts[i]    {kind, reason, pairs: [[row, row]]}
*/
(function (root) {
  "use strict";

  const { STATUSES } = root.MapViewEngine;
  const { element, textElement } = root.MapViewLegend;
  const { markElement, keyOf } = root.MapViewMarks;

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

  /** The panel beside the map: places, the claims of one, or the sources. */
  class Panel {
    constructor(page) {
      this.page = page;
      this.meta = page.meta;
      this.texts = page.meta.texts;
      this.body = byId("mv-panel-body");
      this.signature = "";
      this.tab = "places";
      this.reasons = new Map();
      for (const conflict of this.meta.conflicts) {
        for (const [a, b] of conflict.pairs) this.reasons.set(this._pair(a, b), conflict);
      }
      this._makeTabs();
      this._makeSources();
      this._makePlaces();
      this.show();
    }

    _pair(a, b) {
      return `${Math.min(a, b)} ${Math.max(a, b)}`;
    }

    _makeTabs() {
      const tabs = ["places", "sources"];
      this.tabs = tabs.map((name) => {
        const tab = byId(`mv-tab-${name}`);
        tab.textContent = this.texts[name];
        tab.addEventListener("click", () => this.choose(name));
        tab.addEventListener("keydown", (event) => {
          if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
          const other = tabs[1 - tabs.indexOf(name)];
          this.choose(other);
          byId(`mv-tab-${other}`).focus();
          event.stopPropagation();
        });
        return tab;
      });
    }

    choose(name) {
      this.tab = name;
      if (name === "places" && this.page.selected !== null) this.page.select(null);
      this.show();
    }

    _makePlaces() {
      this.list = element("ul", "mv-places");
      const { engine, meta } = this.page;
      const claimed = meta.places.map((_, p) => p).filter((p) => engine.placeGroup[p + 1] > engine.placeGroup[p]);
      const collator = new Intl.Collator(meta.lang);
      claimed.sort((a, b) => collator.compare(meta.places[a].name, meta.places[b].name));
      this.rows = claimed.map((p) => {
        const item = element("li", "");
        const button = element("button", "mv-place");
        button.type = "button";
        const mark = element("span", "mv-place-mark");
        const name = textElement("span", "mv-place-name", meta.places[p].name);
        const status = textElement("span", "mv-place-status", "");
        button.append(mark, name, status);
        button.addEventListener("click", () => this.page.select(meta.places[p].id));
        item.append(button);
        this.list.append(item);
        return { p, item, mark, status, key: "" };
      });
    }

    _updatePlaces() {
      const { engine, layer, theme } = this.page;
      for (const row of this.rows) {
        const look = layer.lookOf(row.p);
        const count = engine.placeShown[row.p];
        const key = `${keyOf(look)} ${count} ${engine.placeStatus[row.p]}`;
        if (key === row.key) continue;
        row.key = key;
        row.mark.replaceChildren(markElement(look, theme));
        const status = this.texts[`status_${STATUSES[engine.placeStatus[row.p]]}`];
        row.status.textContent = count ? `${status} · ${this.page.digits(count)}` : "–";
        row.item.classList.toggle("mv-silent", count === 0);
      }
    }

    _makeSources() {
      this.sourceList = element("ol", "mv-sources");
      this.meta.sources.forEach((source, i) => {
        const item = element("li", "mv-source");
        item.id = `mv-source-${i}`;
        item.append(textElement("p", "mv-strong", source.title));
        const about = [source.publisher || this.texts.no_publisher, this._published(source), source.known];
        item.append(textElement("p", "mv-quiet", about.join(" · ")));
        if (source.repeats !== null) {
          const repeated = this.meta.sources[source.repeats].title;
          item.append(textElement("p", "mv-quiet", fill(this.texts.repeats, repeated)));
        }
        if (source.note) item.append(textElement("p", "mv-quiet", source.note));
        if (source.url) item.append(this._link(source));
        const hash = element("p", "mv-hash");
        hash.append(textElement("span", "mv-quiet", this.texts.hash), this._code(source.sha256));
        item.append(hash);
        this.sourceList.append(item);
      });
    }

    _published(source) {
      return source.published ? fill(this.texts.published, source.published) : this.texts.undated;
    }

    _code(text) {
      const code = element("code", "", text);
      code.dir = "ltr";
      return code;
    }

    _link(source) {
      const link = element("a", "mv-link", source.url);
      link.href = source.url;
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      link.dir = "ltr";
      return link;
    }

    /** Bring the panel to the page's time and selection; what has not changed is not touched. */
    show() {
      const { page } = this;
      if (page.selected !== null && page.selected !== this.lastSelected) this.tab = "places";
      this.lastSelected = page.selected;
      this.tabs.forEach((tab) => tab.setAttribute("aria-selected", String(tab.id === `mv-tab-${this.tab}`)));
      this.body.setAttribute("aria-labelledby", `mv-tab-${this.tab}`);
      if (this.tab === "sources") this._replace("sources", () => this.sourceList);
      else if (page.selected === null) {
        this._updatePlaces();
        this._replace("places", () => this.list);
      } else this._showClaims(page.placeIndex.get(page.selected));
    }

    _replace(signature, build, keepScroll = false) {
      if (signature === this.signature) return;
      const { scrollTop } = this.body;
      this.signature = signature;
      this.body.replaceChildren(build());
      this.body.scrollTop = keepScroll ? scrollTop : 0;
    }

    _showClaims(p) {
      const { engine } = this.page;
      const rows = engine.rowsAt(p);
      const conflicts = rows.map((row) => engine.conflictsOf(row));
      const standing = rows.map((row) => (engine.isSuperseded(row) ? 1 : 0));
      const signature = `claims ${p} ${rows.join()} ${conflicts.join(";")} ${standing.join("")}`;
      const keepScroll = this.signature.startsWith(`claims ${p} `);
      this._replace(signature, () => this._claims(p, rows), keepScroll);
    }

    _claims(p, rows) {
      const { engine, layer, theme } = this.page;
      const whole = element("div", "mv-claims-of-place");
      const back = element("button", "mv-back", this.texts.all_places);
      back.type = "button";
      back.addEventListener("click", () => this.page.select(null));
      const head = element("header", "mv-place-head");
      head.append(markElement(layer.lookOf(p), theme), textElement("h2", "", this.meta.places[p].name));
      whole.append(back, head);
      const status = STATUSES[engine.placeStatus[p]];
      const badges = element("div", "mv-badges");
      badges.append(this._badge(this.texts[`status_${status}`], status));
      if (rows.length) badges.append(this._badge(fill(this.texts.claims_count.replace("{n}", "{}"), this.page.digits(rows.length))));
      whole.append(badges);
      if (!rows.length) whole.append(textElement("p", "mv-empty", this.texts.empty_place));
      let group = -1;
      for (const row of rows) {
        if (engine.groupOf[row] !== group) {
          group = engine.groupOf[row];
          const title = textElement("h3", "mv-topic", this.meta.topics[engine.groupTopic[group]].names[this.meta.lang]);
          const topicStatus = STATUSES[engine.groupStatus[group]];
          title.append(this._badge(this.texts[`status_${topicStatus}`], topicStatus));
          whole.append(title);
        }
        whole.append(this._card(row));
      }
      return whole;
    }

    _badge(text, status) {
      return textElement("span", status ? `mv-badge mv-${status}` : "mv-badge", text);
    }

    _card(row) {
      const { engine } = this.page;
      const card = this.meta.cards[row];
      const source = this.meta.sources[card.source];
      const made = element("article", "mv-card");
      made.id = `mv-card-${row}`;
      const topic = this.meta.topics[engine.groupTopic[engine.groupOf[row]]];
      const category = topic.categories[engine.columns.category[row]];
      made.style.setProperty("--category", category.colour);
      made.append(textElement("p", "mv-strong", card.statement));
      const facts = element("p", "mv-facts");
      facts.append(textElement("span", "mv-value", card.value), textElement("span", "mv-when", card.when));
      made.append(facts);
      const by = textElement("p", "mv-quiet", "");
      const parts = [source.publisher || this.texts.no_publisher, this._published(source)];
      by.append(textElement("span", "", parts.join(" · ")));
      if (card.quoted) by.append(textElement("span", "mv-quoted", fill(this.texts.quoted, card.quoted)));
      made.append(by);
      if (source.url) made.append(this._link(source));
      made.append(this._cardBadges(card, row));
      if (card.cue) made.append(this._cue(card.cue));
      if (card.note) made.append(textElement("p", "mv-quiet mv-note", card.note));
      this._contradictions(made, row);
      return made;
    }

    _cue(words) {
      const [before, after] = this.texts.cue.split("{}");
      const cue = element("p", "mv-quiet mv-cue");
      const quoted = element("bdi", "", words);
      cue.append(before, quoted, after);
      return cue;
    }

    _cardBadges(card, row) {
      const badges = element("div", "mv-badges");
      badges.append(this._badge(this.texts[`modality_${card.modality}`]));
      if (card.certainty !== "certain") badges.append(this._badge(this.texts[`certainty_${card.certainty}`]));
      if (card.uncertain) badges.append(this._badge(this.texts.uncertain_date));
      if (this.page.engine.isSuperseded(row)) badges.append(this._badge(this.texts.superseded));
      return badges;
    }

    _contradictions(made, row) {
      const partners = this.page.engine.conflictsOf(row);
      if (!partners.length) return;
      const block = element("div", "mv-conflicts");
      block.append(textElement("p", "mv-conflicts-title", `${this.texts.contradicts} · ${this.page.digits(partners.length)}`));
      const byReason = new Map();
      for (const partner of partners) {
        const conflict = this.reasons.get(this._pair(row, partner));
        if (!byReason.has(conflict)) byReason.set(conflict, []);
        byReason.get(conflict).push(partner);
      }
      for (const [conflict, rows] of byReason) {
        for (const partner of rows) block.append(this._partner(partner));
        const how = conflict.kind === "derived" ? this.texts.by_rule : this.texts.by_judgement;
        block.append(textElement("p", "mv-quiet", `${how}: ${conflict.reason}`));
      }
      made.append(block);
    }

    _partner(row) {
      const card = this.meta.cards[row];
      const source = this.meta.sources[card.source];
      const button = textElement("button", "mv-partner", `${card.statement} (${source.publisher || this.texts.no_publisher})`);
      button.type = "button";
      button.addEventListener("click", () => {
        const target = byId(`mv-card-${row}`);
        if (!target) return;
        target.scrollIntoView({ block: "nearest", behavior: "auto" });
        target.classList.remove("mv-pointed");
        void target.offsetWidth; // restarts the animation
        target.classList.add("mv-pointed");
      });
      return button;
    }
  }

  function option(value, text, isChosen) {
    const made = element("option", "", text);
    made.value = value;
    made.selected = isChosen;
    return made;
  }

  function makeTopics(page) {
    const select = byId("mv-topic");
    byId("mv-topic-label").textContent = page.meta.texts.topic;
    page.meta.topics.forEach((topic, i) => select.append(option(topic.id, topic.names[page.meta.lang], i === page.topic)));
    select.addEventListener("change", () => page.setTopic(select.value));
  }

  /* The days on which what is known grew, with the source that became known then. */
  function makeKnown(page, words, snapshot) {
    const { texts, sources } = page.meta;
    const select = byId("mv-known");
    byId("mv-known-label").textContent = texts.known_on;
    const days = new Map();
    for (const source of sources) {
      const name = source.publisher || texts.no_publisher;
      days.set(source.knownDay, [...(days.get(source.knownDay) || []), name]);
    }
    if (snapshot.known !== null && !days.has(snapshot.known)) days.set(snapshot.known, []);
    select.append(option("", texts.known_everything, snapshot.known === null));
    for (const day of [...days.keys()].sort((a, b) => b - a)) {
      const label = [words.day(day), ...days.get(day)].join(" · ");
      select.append(option(String(day), label, day === snapshot.known));
    }
    select.addEventListener("change", () => page.setKnown(select.value === "" ? null : Number(select.value) * DAY_MS));
    return select;
  }

  function start(page) {
    page.loaded.then(() => {
      const { meta } = page;
      const words = new Words(meta.texts);
      const bar = new TimeBar(page, words, meta.snapshot);
      const panel = new Panel(page);
      makeTopics(page);
      const known = makeKnown(page, words, meta.snapshot);
      let drawnKnown = page.knownTime;
      page.onFrame(() => {
        bar.follow(page.days);
        panel.show();
        if (page.knownTime === drawnKnown) return;
        drawnKnown = page.knownTime;
        known.value = drawnKnown === null ? "" : String(Math.floor(drawnKnown / DAY_MS));
        bar._drawHistogram();
      });
      page.requestFrame();
    });
  }

  root.MapViewExport = { start, Words, fill };
})(globalThis);
