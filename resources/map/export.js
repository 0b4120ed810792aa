/* What an HTML snapshot has around its map, put together: clocks, time bar, panel, filters, tour, and links to a view.

All text is set as text. The page's meta holds, besides what page.js needs: snapshot (where it starts), sources, modalities,
certainties, tour, about; the files named in *.js beside this one say what is in each.
*/
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { Words, byId, fill, isolated } = root.MapViewWords;
  const { Clocks, ClockFields, LOCKED } = root.MapViewClocks;
  const { TimeBar } = root.MapViewTimeBar;
  const { Panel } = root.MapViewPanel;
  const { Cards } = root.MapViewCards;
  const { Voices } = root.MapViewVoices;
  const { Disputes, ConflictList } = root.MapViewConflictList;
  const { SourceList } = root.MapViewSourceList;
  const { Paper } = root.MapViewPaper;
  const { ClaimTable } = root.MapViewClaimTable;
  const { FilterState } = root.MapViewFilterState;
  const { Filters } = root.MapViewFilters;
  const { About } = root.MapViewAbout;
  const { Tour } = root.MapViewTour;
  const { write, read, areaOf } = root.MapViewFragment;

  // The narrower sheets of the world, Letter and A4, hold this many CSS pixels between margins of a centimetre.
  const PAPER_PX = 700;
  const PAPER_MAP_PX = 560;
  // A box that was seen in another map may reach this much beyond the page's, in zoom levels: else a pixel halves the scale.
  const MOST_CUT = 0.35;
  const MOST_UNREAD = 4; // parts of an address that are told of
  const UNREAD_LENGTH = 40; // characters of each
  const QUIET_MS = 400; // after which a view counts as one to link to and to tell of

  class Pack {
    constructor(page, readConflict) {
      this.page = page;
      const { meta } = page;
      this.texts = meta.texts;
      this.words = new Words(meta.texts);
      this.clocks = new Clocks(page, this.words, meta.snapshot);
      this.disputes = new Disputes(page.engine, readConflict);
      this.table = new ClaimTable(page, (row) => page.cardAt(row).id);
      this.filters = new FilterState(page, this.table);
      this.bar = new TimeBar(page, this.clocks, meta.snapshot);
      this.fields = new ClockFields(this.clocks);
      this.tour = new Tour(page, (view) => this._showTourView(view), () => this.bar.stop());
      const say = (words) => this._say(words);
      this.about = new About(page, this.words, this.table, this.filters, { address: () => this.address() }, say);
      const cards = new Cards(page, this.disputes);
      const voices = new Voices(page);
      const conflicts = new ConflictList(page, this.disputes, cards, voices);
      this.panel = new Panel(page, {
        cards,
        voices,
        conflicts,
        sources: new SourceList(page),
        filters: new Filters(page, this.filters),
        about: this.about,
      });
      this.paper = new Paper(page, this.panel, conflicts);
      this.about.reveal = () => this.panel.choose("about");
      this._start();
    }

    _start() {
      const { page } = this;
      this._makeHead();
      this._sizeForPaper();
      page.map.on("resize", () => this._sizeForPaper());
      page.map.on("moveend", () => this._settle());
      this.filters.changed.add(() => this._settle());
      this.tour.changed.add(() => this._settle());
      page.onFrame(() => this._follow());
      // What stands around the map has only now found its size.
      page.map.invalidateSize({ animate: false, pan: false });
      this._fit(page.options.bbox);
      if (page.meta.snapshot.locked) this.clocks.setKnown(LOCKED);
      this.home = this._view();
      window.addEventListener("hashchange", () => this._obey());
      if (location.hash.length > 1) this._obey();
      page.requestFrame();
    }

    _makeHead() {
      const { page, texts } = this;
      const select = byId("mv-topic");
      page.meta.topics.forEach((topic, i) => {
        const made = element("option", "", topic.names[page.meta.lang]);
        made.value = topic.id;
        made.selected = i === page.topic;
        select.append(made);
      });
      select.addEventListener("change", () => {
        page.setTopic(select.value);
        this._settle();
      });
      const copy = byId("mv-copy-link");
      copy.textContent = texts.copy_link;
      copy.addEventListener("click", () => this.about.copy());
      byId("mv-skip").addEventListener("click", (event) => {
        event.preventDefault();
        byId("mv-slider").focus();
      });
      byId("mv-count").addEventListener("click", () => this.panel.choose("filters"));
      const close = byId("mv-notice-close");
      close.textContent = texts.close;
      close.addEventListener("click", () => {
        this._tellUnread([]);
        byId("mv-slider").focus();
      });
    }

    _sizeForPaper() {
      const { x, y } = this.page.map.getSize();
      const { style } = document.documentElement;
      style.setProperty("--map-width", `${x}px`);
      style.setProperty("--map-height", `${y}px`);
      style.setProperty("--map-zoom", String(Math.min(1, PAPER_PX / x, PAPER_MAP_PX / y)));
    }

    /** Bring all that stands around the map to what the map shows. */
    _follow() {
      const { page } = this;
      this.bar.follow();
      this.fields.follow();
      if (page.passing !== this.drawnPassing) this.bar.redraw();
      this.drawnPassing = page.passing;
      const conflicts = this.disputes.count();
      this.panel.count("conflicts", conflicts);
      this.panel.count("filters", this.filters.active);
      this.panel.show();
      const counts = [this.filters.shown(), page.engine.rowCount].map((count) => page.digits(count));
      const words = fill(this.texts.n_of_m, ...counts);
      if (byId("mv-count").textContent !== words) byId("mv-count").textContent = words;
      const told = fill(this.texts.announced_view, this.clocks.title, ...counts, page.digits(conflicts));
      const key = `${told} ${page.selected} ${page.topic} ${page.knownTime}`;
      if (key === this.key) return;
      this.key = key;
      this.told = told;
      this._settle();
    }

    /* Once nothing moves any more, the address and those who hear the page are told. */
    _settle() {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => {
        this._write();
        if (this.told && this.told !== this.lastTold) this._say(this.told);
        this.lastTold = this.told;
        if (this.panel.tab === "about") this.about.update();
      }, QUIET_MS);
    }

    _say(words) {
      byId("mv-live").textContent = words;
      const toast = byId("mv-toast");
      const isNews = words !== this.told;
      toast.hidden = !isNews;
      if (!isNews) return;
      toast.textContent = words;
      clearTimeout(this.toasting);
      this.toasting = setTimeout(() => { toast.hidden = true; }, 4000);
    }

    _view() {
      const { page, clocks } = this;
      return {
        days: page.days, mode: clocks.mode, known: clocks.known, place: page.selected, topic: page.meta.topics[page.topic]?.id,
        frame: page.getView(), step: this.tour.step, filters: this.filters,
      };
    }

    /** The address of this page at what it shows. */
    address() {
      return `${location.href.replace(/#.*$/, "")}#${write(this._view())}`;
    }

    _write() {
      const fragment = `#${write(this._view())}`;
      if (fragment === location.hash || fragment === this.written) return;
      if (this.written === undefined && !location.hash && this._isHome()) return;
      this.written = fragment;
      try {
        history.replaceState(history.state, "", fragment);
      } catch {
        // Within another page the address may not be changed; the view can still be linked to.
      }
    }

    /* A page that nobody has moved yet keeps its plain address. */
    _isHome() {
      return write(this._view()) === write({ ...this.home, filters: this.filters }) && this.filters.active === 0;
    }

    /** Show what the address says; what it does not say, or says so that nobody understands it, is as the page started. */
    _obey() {
      const { page } = this;
      if (location.hash === this.written) return;
      const said = read(location.hash, page.meta, (name) => this.filters.valuesOf(name));
      this._obeySaid(said);
      this._tellUnread(said.unread);
    }

    _obeySaid(said) {
      const { page, home } = this;
      const start = { mode: home.mode, day0: home.days[0], day1: home.days[1] };
      this.bar.stop();
      if (said.step !== null) this.tour.go(said.step);
      else this.tour.leave();
      if (said.step !== null && said.isStepAlone) return;
      this._show({
        at: said.at || start, known: said.known || { day: home.known }, place: said.place, topic: said.topic || home.topic,
        filter: said.filter,
      });
      const frame = said.frame || (said.step === null ? home.frame : null);
      if (frame) page.setView(frame.lat, frame.lon, frame.zoom);
    }

    /* A view other than the one that was linked to must not pass for it. */
    _tellUnread(unread) {
      const { texts, clocks, filters } = this;
      const short = (part) => isolated(part.length > UNREAD_LENGTH ? `${part.slice(0, UNREAD_LENGTH)}…` : part);
      const parts = unread.slice(0, MOST_UNREAD).map(short);
      if (unread.length > MOST_UNREAD) parts.push("…");
      const narrowed = filters.active ? fill(texts.filters_active, this.page.digits(filters.active)) : texts.no_filter;
      const shown = [clocks.title, `${texts.known_on}: ${clocks.knownTitle}`, narrowed].join(" · ");
      byId("mv-notice-words").textContent = unread.length ? fill(texts.link_unread, parts.join(", "), shown) : "";
      byId("mv-notice").classList.toggle("mv-told", unread.length > 0);
    }

    /** Let a box fill the map as well as whole zoom levels allow; without one, show all places. */
    _fit(bbox) {
      const { page, page: { map } } = this;
      page.fit(bbox);
      if (!bbox) return;
      const [west, south, east, north] = bbox;
      const { zoomSnap } = map.options;
      map.options.zoomSnap = 0;
      const exact = map.getBoundsZoom([[south, west], [north, east]]);
      map.options.zoomSnap = zoomSnap;
      const zoom = Math.min(Math.floor(exact + MOST_CUT), map.getMaxZoom());
      if (zoom > map.getZoom()) map.setView(map.getCenter(), zoom, { animate: false });
    }

    _showTourView(view) {
      const at = this.page.meta.tour.indexOf(view);
      this._show({ ...view, filter: { ...view.filter, area: areaOf(this.page.meta, at) } });
      if (view.bbox) this._fit(view.bbox);
    }

    /** @param view {at, known, place, topic, filter}; a null time, known time or topic stays as it is */
    _show({ at, known, place, topic, filter }) {
      const { page, clocks } = this;
      if (at) {
        clocks.mode = at.mode;
        if (at.day0 === null) page.setDays(null, null);
        else clocks.show(at.day0, at.day1);
      }
      if (known) clocks.setKnown(known.day);
      if (topic) {
        page.setTopic(topic);
        byId("mv-topic").value = topic;
      }
      page.select(place);
      this.filters.set(filter);
    }
  }

  function start(page) {
    const { unpack, lineReader } = root.MapViewPacked;
    Promise.all([page.loaded, unpack("mapview-conflicts")]).then(([, conflicts]) => new Pack(page, lineReader(conflicts)));
  }

  root.MapViewExport = { start };
})(globalThis);
