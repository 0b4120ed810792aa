/* The panel of an HTML snapshot: places, the claims of one as cards, and the sources.

All text is set as text. What has not changed is not touched, so that nothing jumps while time moves.
*/
(function (root) {
  "use strict";

  const { STATUSES } = root.MapViewEngine;
  const { element, textElement } = root.MapViewLegend;
  const { markElement } = root.MapViewMarks;
  const { fill } = root.MapViewTimeBar;

  const MOST_PLACES = 200; // in the list at once

  function byId(id) {
    return document.getElementById(id);
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
        for (const [a, b] of conflict.pairs) {
          const pair = this._pair(a, b);
          this.reasons.set(pair, [...(this.reasons.get(pair) || []), conflict]);
        }
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

    /* Of many places the list has only the first of those that the map shows; it follows the map. */
    _makePlaces() {
      this.list = element("ul", "mv-places");
      const { engine, meta, places, map } = this.page;
      const claimed = places.ids.map((_, p) => p).filter((p) => engine.placeGroup[p + 1] > engine.placeGroup[p]);
      const collator = new Intl.Collator(meta.lang);
      this.claimed = claimed.sort((a, b) => collator.compare(places.names[a], places.names[b]));
      this.listed = "";
      // Rows that are scrolled out of sight are brought up to date when they come into it.
      this.watch = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) this.rows[target.dataset.row].inSight = isIntersecting;
        this._updatePlaces();
      }, { root: this.body });
      window.addEventListener("beforeprint", () => {
        for (const row of this.rows) row.inSight = true;
        this._updatePlaces();
      });
      if (claimed.length > MOST_PLACES) map.on("moveend", () => this._listPlaces());
      this._listPlaces();
    }

    _listPlaces() {
      const { places, map } = this.page;
      let meant = this.claimed;
      if (meant.length > MOST_PLACES) {
        const bounds = map.getBounds();
        const [west, east, south, north] = [bounds.getWest(), bounds.getEast(), bounds.getSouth(), bounds.getNorth()];
        meant = meant.filter((p) => places.lat[p] >= south && places.lat[p] <= north && places.lon[p] >= west && places.lon[p] <= east);
      }
      const first = meant.slice(0, MOST_PLACES);
      const key = `${first.join()} ${meant.length}`;
      if (key === this.listed) return;
      this.listed = key;
      this.list.replaceChildren();
      this.watch.disconnect();
      this.rows = first.map((p) => this._placeRow(p));
      const left = this.claimed.length - first.length;
      if (left) this.list.append(textElement("li", "mv-quiet mv-more-places", fill(this.texts.more_places, this.page.digits(left))));
      this.rows.forEach(({ item }, i) => {
        item.dataset.row = i;
        this.watch.observe(item);
      });
      this._updatePlaces();
    }

    _placeRow(p) {
      const { places } = this.page;
      const item = element("li", "");
      const button = element("button", "mv-place");
      button.type = "button";
      const mark = element("span", "mv-place-mark");
      const name = textElement("span", "mv-place-name", places.names[p]);
      const status = textElement("span", "mv-place-status", "");
      button.append(mark, name, status);
      button.addEventListener("click", () => this.page.select(places.ids[p]));
      item.append(button);
      this.list.append(item);
      return { p, item, mark, status, key: "", inSight: true };
    }

    _updatePlaces() {
      const { engine, layer, theme } = this.page;
      for (const row of this.rows) {
        if (!row.inSight) continue;
        const count = engine.placeShown[row.p];
        const key = `${layer.codeOf(row.p)} ${count} ${engine.placeStatus[row.p]}`;
        if (key === row.key) continue;
        row.key = key;
        row.mark.replaceChildren(markElement(layer.lookOf(row.p), theme));
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
      // On paper the sources stand below whatever the panel shows.
      const printed = this.sourceList.cloneNode(true);
      for (const item of printed.children) item.removeAttribute("id");
      byId("mv-print-sources").append(textElement("h2", "", this.texts.sources), printed);
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
      } else this._showClaims(page.placeAt(page.selected));
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
      head.append(markElement(layer.lookOf(p), theme), textElement("h2", "", this.page.places.names[p]));
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
      const card = this.page.cardAt(row);
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
        // A pair may clash by rule and by judgement; partners with the same reasons stand together.
        const conflicts = this.reasons.get(this._pair(row, partner));
        const key = conflicts.map((conflict) => this.meta.conflicts.indexOf(conflict)).join();
        if (!byReason.has(key)) byReason.set(key, { conflicts, rows: [] });
        byReason.get(key).rows.push(partner);
      }
      for (const { conflicts, rows } of byReason.values()) {
        for (const partner of rows) block.append(this._partner(partner));
        for (const conflict of conflicts) {
          const how = conflict.kind === "derived" ? this.texts.by_rule : this.texts.by_judgement;
          block.append(textElement("p", "mv-quiet", `${how}: ${conflict.reason}`));
        }
      }
      made.append(block);
    }

    _partner(row) {
      const card = this.page.cardAt(row);
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

  root.MapViewPanel = { Panel };
})(globalThis);
