// The page: a card for each model, whose form is made from the JSON schema of its requests.

const LARGEST_SEED = 2 ** 31;
const EVENTS = "text/event-stream";

const models = document.getElementById("models");
const state = document.getElementById("state");

async function getJson(path) {
  const response = await fetch(path);
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error.message);
  }
  return body;
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** One field of a form. */
class Field {
  constructor(modelId, name, schema) {
    this.name = name;
    this.schema = schema;
    this.types = [schema.type].flat();
    this.input = this.makeInput();
    this.input.id = `${modelId}-${name}`;
    this.input.name = name;
    const hint = element("p", {
      className: "hint",
      id: `${this.input.id}-hint`,
      textContent: schema.description ?? "",
    });
    const label = element("label", { htmlFor: this.input.id, textContent: name.replaceAll("_", " ") });
    this.input.setAttribute("aria-describedby", hint.id);
    this.element = element("div", { className: "field" }, label, hint, this.input);
  }

  makeInput() {
    const { schema } = this;
    if (schema.enum) {
      const options = schema.enum.map((value) =>
        element("option", { value: value ?? "", textContent: value ?? "(none)" }));
      const select = element("select", {}, ...options);
      select.value = schema.default ?? "";
      return select;
    }
    if (this.isPicture()) {
      return element("input", { type: "file", accept: schema.contentMediaType });
    }
    if (this.types.includes("boolean")) {
      return element("input", { type: "checkbox", checked: schema.default === true });
    }
    const input = element("input", { value: schema.default ?? "", autocomplete: "off" });
    if (this.isNumber()) {
      input.type = "number";
      input.step = this.types.includes("integer") ? "1" : "any";
    }
    return input;
  }

  isPicture() {
    return this.schema.contentEncoding === "base64";
  }

  isNumber() {
    return this.types.includes("integer") || this.types.includes("number");
  }

  /** What is in the field now; undefined if it is as it was, so that the request need not say it. */
  async value() {
    if (this.isPicture()) {
      const file = this.input.files[0];
      return file ? await base64(file) : undefined;
    }
    if (this.types.includes("boolean")) {
      return this.input.checked === this.schema.default ? undefined : this.input.checked;
    }
    const text = this.input.value;
    if (text === String(this.schema.default ?? "")) {
      return undefined;
    }
    return this.isNumber() && text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
  }
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(binary);
}

/** The server-sent events of a response, with their data. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const parts = (text + read.value).split("\n\n");
    text = parts.pop();
    for (const part of parts) {
      const [, name, data] = part.match(/^event: (.*)\ndata: (.*)$/);
      yield { name, data: JSON.parse(data) };
    }
  }
}

/** A model with its form and its latest sample. */
class Card {
  constructor(details) {
    this.details = details;
    this.element = document.getElementById("model").content.cloneNode(true).firstElementChild;
    this.find("h2").textContent = details.id;
    this.find(".description").textContent = details.description;
    this.fields = Object.entries(details.request.properties).flatMap(([name, schema]) =>
      schema.type === "object" ? [] : [new Field(details.id, name, schema)]);
    this.find(".fields").append(...this.fields.map((field) => field.element));
    this.seed = this.fields.find((field) => field.name === "seed");
    this.find("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.make();
    });
    this.find(".fresh").hidden = !this.seed;
    this.find(".fresh").addEventListener("click", () => {
      this.drawSeed();
      this.make();
    });
    this.find("form").addEventListener("input", () => this.showCommand());
    this.find(".copy").addEventListener("click", () => this.copy());
    if (details.card.text.trim()) {
      this.find(".card").hidden = false;
      this.find(".card pre").textContent = details.card.text.trim();
    }
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  drawSeed() {
    if (this.seed) {
      this.seed.input.value = Math.floor(Math.random() * LARGEST_SEED);
    }
  }

  async request() {
    const request = { model: this.details.id };
    for (const field of this.fields) {
      const value = await field.value();
      if (value !== undefined) {
        request[field.name] = value;
      }
    }
    if (this.seed && request.seed === undefined) {
      request.seed = Number(this.seed.input.value);
    }
    return request;
  }

  async make() {
    this.showProblem(null);
    this.setBusy(true);
    const begun = performance.now();
    try {
      const request = await this.request();
      this.showCommand(request);
      const headers = { "Content-Type": "application/json" };
      if (this.details.sample?.formats.includes(EVENTS)) {
        headers.Accept = EVENTS;
      }
      const response = await fetch("v1/samples", {
        method: "POST",
        headers,
        body: JSON.stringify(request),
      });
      if (!response.ok) {
        this.showProblem((await response.json()).error);
        return;
      }
      if (response.headers.get("Content-Type").startsWith(EVENTS)) {
        await this.follow(response);
      } else {
        await this.show(response);
      }
      const seconds = ((performance.now() - begun) / 1000).toFixed(2);
      const seed = response.headers.get("X-Seed");
      this.find("figcaption").textContent = `${seed === null ? "" : `seed ${seed}, `}${seconds} s`;
    } catch (failure) {
      this.showProblem({ message: `The server does not answer (${failure.message}).` });
    } finally {
      this.setBusy(false);
    }
  }

  /** Shows text as it comes. */
  async follow(response) {
    const texts = [];
    const shown = element("pre", { tabIndex: 0 });
    this.find(".picture").replaceChildren(shown);
    for await (const { name, data } of events(response)) {
      if (name === "piece") {
        texts[data.index] = (texts[data.index] ?? "") + data.text;
        shown.textContent = Array.from(texts, (text) => text ?? "").join("\n\n");
      } else if (name === "error") {
        this.showProblem(data.error);
      }
    }
  }

  async show(response) {
    const type = response.headers.get("Content-Type");
    const picture = this.find(".picture");
    const old = picture.querySelector("img")?.src;
    if (type.startsWith("image/")) {
      const image = element("img", {
        src: URL.createObjectURL(await response.blob()),
        alt: `What ${this.details.id} made`,
      });
      await image.decode();
      picture.replaceChildren(image);
    } else {
      const text = await response.text();
      picture.replaceChildren(element("pre", { textContent: text.slice(0, 10000), tabIndex: 0 }));
    }
    if (old) {
      URL.revokeObjectURL(old);
    }
  }

  setBusy(busy) {
    this.find(".picture").classList.toggle("busy", busy);
    this.element.setAttribute("aria-busy", busy);
    this.find("button[type=submit]").disabled = busy;
    this.find(".fresh").disabled = busy;
  }

  showProblem(problem) {
    const line = this.find(".problem");
    line.hidden = problem === null;
    line.textContent = problem?.message ?? "";
    for (const field of this.fields) {
      field.input.setAttribute("aria-invalid", problem?.param === field.name);
    }
  }

  async showCommand(request) {
    const shown = { ...(request ?? (await this.request())) };
    for (const field of this.fields) {
      if (field.isPicture() && shown[field.name] !== undefined) {
        shown[field.name] = "…base64…";
      }
    }
    const body = JSON.stringify(shown).replaceAll("'", "'\\''");
    const ending = this.details.sample?.formats[0].split("/")[1] ?? "out";
    this.find(".command code").textContent =
      `curl -s ${new URL("v1/samples", location.href)} \\\n` +
      `  -H 'Content-Type: application/json' \\\n` +
      `  -d '${body}' -o ${this.details.id}.${ending}`;
  }

  async copy() {
    const button = this.find(".copy");
    try {
      await navigator.clipboard.writeText(this.find(".command code").textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(this.find(".command code"));
      button.textContent = "Selected";
    }
  }
}

async function start() {
  try {
    const list = await getJson("v1/models");
    state.textContent = list.data.length
      ? ""
      : "No model is loaded: see Health above, or the server's log.";
    state.hidden = list.data.length > 0;
    for (const model of list.data) {
      const card = new Card(await getJson(`v1/models/${encodeURIComponent(model.id)}`));
      models.append(card.element);
      card.drawSeed();
      if (model.sample) {
        card.make();
      } else {
        card.showCommand();
      }
    }
  } catch (failure) {
    state.textContent = `The server does not answer (${failure.message}).`;
  } finally {
    models.setAttribute("aria-busy", "false");
  }
}

start();
