/* The tab of an HTML snapshot that says what it is, links to the view, and hands out its data. */
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { byId, fill } = root.MapViewWords;

  /** Save text or bytes as a file, from inside the page. */
  function save(content, type, name) {
    const url = URL.createObjectURL(new Blob([content], { type }));
    const link = element("a", "");
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  const TYPES = { csv: "text/csv;charset=utf-8", geojson: "application/geo+json" };

  class About {
    /** @param table of the claims  @param state of the filters  @param link {address(): of the view}  @param say tells a reader */
    constructor(page, words, table, state, link, say) {
      this.page = page;
      this.words = words;
      this.table = table;
      this.state = state;
      this.link = link;
      this.say = say;
      this.texts = page.meta.texts;
      this.element = element("div", "mv-about");
      const contents = this._contents();
      this.element.append(this._link(), this._data(), contents, this._keys());
      byId("mv-print-sources").append(contents.cloneNode(true));
    }

    _section(title) {
      const section = element("section", "");
      section.append(textElement("h2", "", title));
      return section;
    }

    _button(words, act) {
      const button = textElement("button", "mv-plain", words);
      button.type = "button";
      button.addEventListener("click", act);
      return button;
    }

    _link() {
      const { texts } = this;
      const section = this._section(texts.link_of_view);
      this.field = element("input", "mv-address");
      this.field.readOnly = true;
      this.field.dir = "ltr";
      this.field.setAttribute("aria-label", texts.link_of_view);
      this.field.addEventListener("focus", () => this.field.select());
      section.append(this.field, this._button(texts.copy_link, () => this.copy()));
      return section;
    }

    /** Put the address of the view where it can be pasted from. */
    async copy() {
      const { texts } = this;
      try {
        await navigator.clipboard.writeText(this.link.address());
        this.say(texts.link_copied);
      } catch {
        // Browsers refuse it where the page is not trusted, or stands within another one.
        this.reveal();
        this.update();
        this.field.focus();
        this.field.select();
        this.say(texts.link_chosen);
      }
    }

    _data() {
      const { texts } = this;
      const section = this._section(texts.download);
      this.shown = textElement("p", "", "");
      const name = (kind) => `${this._name()}.${kind}`;
      const shown = element("div", "mv-row");
      shown.append(
        this._button(texts.download_csv, async () => save(await this.table.csv(), TYPES.csv, name("csv"))),
        this._button(texts.download_geojson, async () => {
          save(await this.table.geojson(this.state), TYPES.geojson, name("geojson"));
        }),
      );
      const all = element("div", "mv-row");
      const whole = (kind) => async () => save(await this.table.whole(kind), TYPES[kind], name(kind));
      all.append(this._button(texts.download_all_csv, whole("csv")), this._button(texts.download_all_geojson, whole("geojson")));
      section.append(this.shown, shown, textElement("p", "", texts.download_all), all);
      return section;
    }

    /* Of the title what file systems of all kinds take. */
    _name() {
      const { meta } = this.page;
      return meta.title[meta.lang].replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "mapview";
    }

    _contents() {
      const { texts, page, words } = this;
      const { meta } = page;
      const { about, snapshot, span } = meta;
      const section = this._section(texts.contents);
      section.className = "mv-contents";
      const say = (text) => section.append(textElement("p", "", text));
      say(meta.title[meta.lang]);
      const places = new Set(page.engine.columns.place).size;
      say(fill(texts.contents_counts, ...[page.engine.rowCount, places, meta.sources.length].map((n) => page.digits(n))));
      if (span) say(fill(texts.contents_span, ...span.map((day) => words.day(day))));
      const known = snapshot.knownWords ? ` · ${texts.known_on} ${snapshot.knownWords}` : "";
      say(fill(texts.opens_at, (snapshot.atWords || texts.all_times) + known));
      if (about.leftOut) say(about.leftOut);
      if (about.filter) say(fill(texts.narrowed_by, about.filter));
      say(fill(texts.made_with, about.version));
      if (about.project) say(`${texts.project}: ${about.project}`);
      say(texts.works_offline);
      const hash = element("p", "mv-hash");
      const code = element("code", "", about.hash);
      code.dir = "ltr";
      hash.append(textElement("span", "mv-quiet", texts.data_hash), code);
      section.append(hash);
      return section;
    }

    _keys() {
      const { texts } = this;
      const section = this._section(texts.keys);
      for (const name of ["keys_slider", "keys_play", "keys_map", ...(this.page.meta.tour.length ? ["keys_tour"] : [])]) {
        section.append(textElement("p", "", texts[name]));
      }
      return section;
    }

    update() {
      const { page, state } = this;
      this.shown.textContent = fill(this.texts.download_shown, page.digits(state.shown()), page.digits(page.engine.rowCount));
      const address = this.link.address();
      if (this.field.value !== address) this.field.value = address;
    }
  }

  root.MapViewAbout = { About };
})(globalThis);
