// An appointment of the calendar is taken in hand: dragged with a mouse or pen, or lifted by keyboard with M.
//
// It stays where it is until the server has moved it; what moves is a picture of it. Where it is let go,
// “calendar:dropped” says from where to where, and `calendar-drop.js` asks why. “calendar:settled” ends it.
// Moments are milliseconds; the clock of the location is reckoned from `data-clocks`, which the server wrote.

const MINUTE = 60_000;
const STEP = 5 * MINUTE;
const SESSION = { least: 40, most: 60 };
const FAR_ENOUGH = 4; // pixels: less is a click
const EDGE = 48; // pixels from the edge of the screen, where it scrolls by itself
const side_by_side = window.matchMedia("(min-width: 62rem)");
const lifted = document.getElementById("lifted");
let hand = null; // what is in hand: how it is carried, and by what

const two = (number) => String(number).padStart(2, "0");
const clock = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

// In the lanes of a day: a moment, a length and a lane.
class InLanes {
  constructor(entry, box) {
    this.entry = entry;
    this.box = box;
    this.lanes = [...box.querySelectorAll("[data-lane]")];
    this.lane = this.home = entry.closest("[data-lane]");
    this.starts = this.start = Date.parse(entry.dataset.starts);
    this.minutes = this.length = Number(entry.dataset.minutes);
    this.first = Date.parse(box.dataset.first);
    this.last = this.first + Number(box.dataset.steps) * STEP;
    this.before = Number(entry.dataset.before) * MINUTE;
    this.after = Number(entry.dataset.after) * MINUTE;
    this.clocks = box.dataset.clocks.split(";").map((each) => {
      const [moment, ahead, name] = each.split(" ");
      return { moment: Date.parse(moment), ahead: Number(ahead) * MINUTE, name };
    });
    this.picture = this.draw();
    this.show();
  }

  draw() {
    const picture = document.createElement("div");
    picture.className = `picture ${[...this.entry.classList].filter((name) => /^(kind|type)-/.test(name)).join(" ")}`;
    for (const part of ["before", "session", "after"]) {
      const drawn = document.createElement("div");
      drawn.className = `picture-${part}`;
      picture.append(drawn);
    }
    return picture;
  }

  get height() {
    return this.lanes[0].querySelector("ol").getBoundingClientRect().height / (this.last - this.first);
  }

  show() {
    if (!side_by_side.matches) return;
    const height = this.height;
    const [before, session, after] = this.picture.children;
    this.picture.style.top = `${(this.start - this.before - this.first) * height}px`;
    before.style.height = `${this.before * height}px`;
    session.style.height = `${this.length * MINUTE * height}px`;
    after.style.height = `${this.after * height}px`;
    session.textContent = `${this.when} ${this.entry.dataset.name}`;
    const list = this.lane.querySelector("ol");
    if (this.picture.parentElement !== list.parentElement) list.after(this.picture);
  }

  set(start, lane, length = this.length) {
    const earliest = this.first + this.before;
    const latest = this.last - this.after - length * MINUTE;
    this.start = Math.min(Math.max(start, earliest), Math.max(latest, earliest));
    this.length = Math.min(Math.max(length, SESSION.least), SESSION.most);
    this.lane = lane;
    this.show();
  }

  // A mouse is at `y` on the screen; it took the appointment `grip` pixels below its upper edge.
  under(x, y, grip) {
    const top = this.lanes[0].querySelector("ol").getBoundingClientRect().top;
    const wanted = this.first + (y - grip - top) / this.height + this.before;
    const moved = Math.round((wanted - this.starts) / STEP) * STEP;
    const lane = this.lanes.find((each) => {
      const { left, right } = each.getBoundingClientRect();
      return left <= x && x < right;
    });
    this.set(this.starts + moved, lane ?? this.lane);
  }

  stretch(y) {
    const top = this.lanes[0].querySelector("ol").getBoundingClientRect().top;
    const end = this.first + (y - top) / this.height;
    this.longer(Math.round(((end - this.start) / MINUTE - this.length) / 5) * 5);
  }

  later(minutes) {
    this.set(this.start + minutes * MINUTE, this.lane);
  }

  longer(minutes) {
    this.set(this.start, this.lane, this.length + minutes);
  }

  aside(step) {
    const next = this.lanes[this.lanes.indexOf(this.lane) + step];
    if (next) this.set(this.start, next);
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // What the clock of the location shows at a moment, and which of the two where it shows that twice.
  wall(moment) {
    const index = this.clocks.findLastIndex((each) => each.moment <= moment);
    const { ahead, name } = this.clocks[Math.max(index, 0)];
    const here = new Date(moment + ahead);
    return {
      day: here.toISOString().slice(0, 10),
      starts: here.toISOString().slice(11, 16),
      fold: index > 0 ? 1 : 0,
      words: here.toISOString().slice(11, 16) + (this.clocks.length > 1 ? ` ${name}` : ""),
    };
  }

  get when() {
    return `${this.wall(this.start).words}–${this.wall(this.start + this.length * MINUTE).words}`;
  }

  get words() {
    return `${this.when}, ${this.lane.querySelector("h3").textContent}`;
  }

  get place() {
    const { day, starts, fold } = this.wall(this.start);
    const { room, clinician } = this.entry.dataset;
    return { day, starts, fold, minutes: this.length, room, clinician, [this.box.dataset.lanes]: this.lane.dataset.lane };
  }

  get is_moved() {
    return this.start !== this.starts || this.length !== this.minutes || this.lane !== this.home;
  }

  end() {
    this.picture.remove();
  }
}

// In the days of a week: a day and a time of the clock. Which moment that is, the server says, or asks.
class InDays {
  constructor(entry, box) {
    this.entry = entry;
    this.lanes = [...box.querySelectorAll("[data-on]")];
    this.lane = this.home = entry.closest("[data-on]");
    const [hour, minute] = entry.dataset.clock.split(":").map(Number);
    this.starts = this.start = 60 * hour + minute;
    this.minutes = this.length = Number(entry.dataset.minutes);
    this.show();
  }

  show() {
    for (const each of this.lanes) each.classList.toggle("is-under", each === this.lane && each !== this.home);
    this.entry.classList.add("is-carried");
  }

  under(x, y) {
    this.lane = this.lanes.find((each) => {
      const { left, right, top, bottom } = each.getBoundingClientRect();
      return left <= x && x < right && top <= y && y < Math.max(bottom, top + 200);
    }) ?? this.lane;
    this.show();
  }

  later(minutes) {
    this.start = Math.min(Math.max(this.start + minutes, 0), 24 * 60 - 5);
  }

  longer(minutes) {
    this.length = Math.min(Math.max(this.length + minutes, SESSION.least), SESSION.most);
  }

  aside(step) {
    this.lane = this.lanes[this.lanes.indexOf(this.lane) + step] ?? this.lane;
    this.lane.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.show();
  }

  get words() {
    return `${this.lane.dataset.called}, ${clock(this.start)}–${clock(this.start + this.length)}`;
  }

  get place() {
    const { room, clinician } = this.entry.dataset;
    return { day: this.lane.dataset.on, starts: clock(this.start), minutes: this.length, room, clinician };
  }

  get is_moved() {
    return this.start !== this.starts || this.length !== this.minutes || this.lane !== this.home;
  }

  end() {
    for (const each of this.lanes) each.classList.remove("is-under");
    this.entry.classList.remove("is-carried");
  }
}

function take(entry) {
  const box = entry.closest("[data-lanes]");
  const carried = box ? new InLanes(entry, box) : new InDays(entry, entry.closest("[data-days]"));
  document.documentElement.dataset.inHand = "";
  return carried;
}

function settle() {
  if (!hand) return;
  hand.carried?.end();
  hand = null;
  lifted.hidden = true;
  document.body.classList.remove("is-carrying");
  delete document.documentElement.dataset.inHand;
}

function drop() {
  const { carried } = hand;
  if (!carried.is_moved) {
    settle();
    carried.entry.querySelector("a").focus();
    return;
  }
  hand.is_dropped = true;
  lifted.hidden = true;
  document.body.classList.remove("is-carrying");
  const { entry, place, words } = carried;
  document.dispatchEvent(new CustomEvent("calendar:dropped", { detail: { entry, place, to: words } }));
}

// -- With a mouse or a pen: on a touch screen a finger scrolls -------------------------------------

document.addEventListener("pointerdown", (event) => {
  if (hand || event.button !== 0 || event.pointerType === "touch" || !side_by_side.matches) return;
  const part = event.target.closest("[data-drop], [data-of]");
  const entry = part?.dataset.of ? document.getElementById(`at-${part.dataset.of}`) : part;
  if (!entry?.dataset.drop || !entry.closest("[data-lanes], [data-days]")) return;
  const { clientX: x, clientY: y } = event;
  hand = { entry, x, y, by: "mouse", grips: Boolean(event.target.closest(".grip")) };
});

document.addEventListener("pointermove", (event) => {
  if (hand?.by !== "mouse" || hand.is_dropped) return;
  if (event.buttons === 0) return settle(); // let go outside of the window
  if (!hand.carried) {
    if (Math.hypot(event.clientX - hand.x, event.clientY - hand.y) < FAR_ENOUGH) return;
    hand.carried = take(hand.entry);
    const { before, carried } = { before: hand.carried.before ?? 0, carried: hand.carried };
    const top = hand.entry.getBoundingClientRect().top;
    hand.grip = hand.y - top + (carried.height ? before * carried.height : 0);
    document.body.classList.add("is-carrying");
    window.getSelection().removeAllRanges();
  }
  hand.at = { x: event.clientX, y: event.clientY };
  hand.frame ??= requestAnimationFrame(follow);
});

function follow() {
  if (!hand?.carried || hand.is_dropped) return;
  const { x, y } = hand.at;
  hand.frame = null;
  const past = Math.max(y - (window.innerHeight - EDGE), 0) - Math.max(EDGE - y, 0);
  if (past) {
    window.scrollBy(0, past / 3);
    hand.frame = requestAnimationFrame(follow);
  }
  if (hand.grips && hand.carried.stretch) hand.carried.stretch(y);
  else hand.carried.under(x, y, hand.grip);
}

document.addEventListener("pointerup", () => {
  if (hand?.by !== "mouse" || hand.is_dropped) return;
  if (!hand.carried) {
    hand = null;
    return;
  }
  follow();
  // The click that follows would open the appointment.
  const swallow = (click) => {
    click.preventDefault();
    click.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 0);
  drop();
});

document.addEventListener("pointercancel", () => {
  if (hand?.by === "mouse" && !hand.is_dropped) settle();
});

// -- By keyboard ----------------------------------------------------------------------------------

const KEYS = {
  ArrowUp: (carried, shift) => (shift ? carried.longer(-5) : carried.later(-5)),
  ArrowDown: (carried, shift) => (shift ? carried.longer(5) : carried.later(5)),
  ArrowLeft: (carried) => carried.aside(-1),
  ArrowRight: (carried) => carried.aside(1),
};

function say(words) {
  lifted.querySelector("[role=status]").textContent = words;
}

document.addEventListener("keydown", (event) => {
  if (hand?.is_dropped || event.ctrlKey || event.altKey || event.metaKey) return;
  if (hand?.by === "mouse") {
    if (event.key === "Escape") settle();
    return;
  }
  if (!hand) {
    const entry = event.target.closest?.("[data-drop]");
    if (event.key.toLowerCase() !== "m" || !entry?.closest("[data-lanes], [data-days]")) return;
    hand = { carried: take(entry), by: "keyboard" };
    lifted.hidden = false;
    say(`${lifted.querySelector("[data-lifted]").dataset.lifted}: ${entry.dataset.name}, ${hand.carried.words}`);
    event.preventDefault();
    return;
  }
  const { carried } = hand;
  if (KEYS[event.key]) {
    KEYS[event.key](carried, event.shiftKey);
    carried.picture?.scrollIntoView({ block: "nearest" });
    say(carried.words);
  } else if (event.key === "Enter") {
    drop();
  } else if (event.key === "Escape" || event.key === "Tab") {
    settle();
    if (event.key === "Tab") return;
  } else if (event.key === "Shift") {
    return;
  }
  event.preventDefault();
});

// Whoever goes elsewhere with the mouse has put it back.
document.addEventListener("focusout", () => {
  if (hand?.by === "keyboard" && !hand.is_dropped) settle();
});

document.addEventListener("calendar:settled", settle);

const help = document.querySelector(".carry-help");
if (help && side_by_side.matches) help.hidden = false;
