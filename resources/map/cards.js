/* Claims as cards, for the panel of an HTML snapshot. All text is set as text.

page.cardAt(row) tells of a claim: {id, value, statement, when, source, quoted, modality, certainty, uncertain, cue,
passage (if the page has it), note}: words, ready to show. meta.sources[i] is {id, title, publisher, published, known, url…}.
*/
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { byId, fill, isolated } = root.MapViewWords;

  function badge(text, status) {
    return textElement("span", status ? `mv-badge mv-${status}` : "mv-badge", text);
  }

  /** A link to a source's address, which is of the web (snapshot_data.py, linked). */
  function link(source) {
    const made = element("a", "mv-link", source.url);
    made.href = source.url;
    made.rel = "noopener noreferrer";
    made.target = "_blank";
    made.dir = "ltr";
    return made;
  }

  function publishedWords(source, texts) {
    return source.published ? fill(texts.published, source.published) : texts.undated;
  }

  function publisherWords(source, texts) {
    return source.publisher || texts.no_publisher;
  }

  class Cards {
    /** @param disputes tells of conflicts (conflict_list.js) */
    constructor(page, disputes) {
      this.page = page;
      this.texts = page.meta.texts;
      this.disputes = disputes;
    }

    /** The whole card of a claim. */
    card(row) {
      const made = this.brief(row);
      made.id = `mv-card-${row}`;
      const card = this.page.cardAt(row);
      const source = this.page.meta.sources[card.source];
      if (source.url) made.append(link(source));
      made.append(this._badges(card, row));
      if (card.passage) made.append(this._passage(card.passage));
      else if (card.cue) made.append(this._cue(card.cue));
      if (card.note) made.append(textElement("p", "mv-quiet mv-note", card.note));
      this._contradictions(made, row);
      return made;
    }

    /** What a claim says, when and by whom. */
    brief(row) {
      const { engine, meta } = this.page;
      const { texts } = this;
      const card = this.page.cardAt(row);
      const source = meta.sources[card.source];
      const made = element("article", "mv-card");
      const topic = meta.topics[engine.groupTopic[engine.groupOf[row]]];
      made.style.setProperty("--category", topic.categories[engine.columns.category[row]].colour);
      made.append(textElement("p", "mv-strong", card.statement));
      const facts = element("p", "mv-facts");
      facts.append(textElement("span", "mv-value", card.value), textElement("span", "mv-when", card.when));
      made.append(facts);
      const by = element("p", "mv-quiet");
      by.append(textElement("span", "", [publisherWords(source, texts), publishedWords(source, texts)].map(isolated).join(" · ")));
      if (card.quoted) by.append(textElement("span", "mv-quoted", fill(texts.quoted, card.quoted)));
      made.append(by);
      return made;
    }

    _cue(words) {
      const [before, after] = this.texts.cue.split("{}");
      const cue = element("p", "mv-quiet mv-cue");
      cue.append(before, element("bdi", "", words), after);
      return cue;
    }

    _passage(words) {
      const quote = textElement("blockquote", "mv-passage", words);
      quote.setAttribute("aria-label", this.texts.passage);
      return quote;
    }

    _badges(card, row) {
      const { texts } = this;
      const badges = element("div", "mv-badges");
      badges.append(badge(texts[`modality_${card.modality}`]));
      if (card.certainty !== "certain") badges.append(badge(texts[`certainty_${card.certainty}`]));
      if (card.uncertain) badges.append(badge(card.uncertain));
      if (this.page.engine.isSuperseded(row)) badges.append(badge(texts.superseded));
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
        const numbers = this.disputes.between(row, partner);
        const key = numbers.join();
        if (!byReason.has(key)) byReason.set(key, { numbers, rows: [] });
        byReason.get(key).rows.push(partner);
      }
      for (const { numbers, rows } of byReason.values()) {
        for (const partner of rows) block.append(this._partner(partner));
        for (const number of numbers) {
          const { kind, reason } = this.disputes.at(number);
          const how = kind === "derived" ? this.texts.by_rule : this.texts.by_judgement;
          block.append(textElement("p", "mv-quiet", `${how}: ${reason}`));
        }
      }
      made.append(block);
    }

    _partner(row) {
      const card = this.page.cardAt(row);
      const source = this.page.meta.sources[card.source];
      const button = textElement("button", "mv-partner", `${isolated(card.statement)} (${publisherWords(source, this.texts)})`);
      button.type = "button";
      button.addEventListener("click", () => {
        const target = byId(`mv-card-${row}`);
        if (!target) return;
        target.tabIndex = -1;
        target.focus({ preventScroll: true });
        target.scrollIntoView({ block: "nearest", behavior: "auto" });
        target.classList.remove("mv-pointed");
        void target.offsetWidth; // restarts the animation
        target.classList.add("mv-pointed");
      });
      return button;
    }
  }

  root.MapViewCards = { Cards, badge, link, publishedWords, publisherWords };
})(globalThis);
