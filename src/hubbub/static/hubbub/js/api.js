// @ts-check
/**
 * The HTTP API. A refusal is a value, never an exception: `{error: {code, message, fields}}`.
 *
 * @typedef {{code: string, message: string, fields: Record<string, string>, retry_after?: number}} Refusal
 */

/**
 * @template T
 * @typedef {{value: T, error?: undefined} | {value?: undefined, error: Refusal}} Answer
 */

const UNREACHABLE = "unavailable";

export class Api {
  /**
   * @param {string} base
   * @param {string} csrf
   * @param {string} unreachable what to say when there is no answer
   * @param {typeof fetch} [fetcher]
   */
  constructor(base, csrf, unreachable, fetcher = (input, init) => fetch(input, init)) {
    this.base = base;
    this.csrf = csrf;
    this.unreachable = unreachable;
    this.fetcher = fetcher;
  }

  /** @param {string} path */
  get(path) {
    return this.call("GET", path);
  }

  /**
   * @param {string} path
   * @param {object} [data]
   */
  post(path, data) {
    return this.call("POST", path, data);
  }

  /**
   * @param {string} path
   * @param {object} data
   */
  patch(path, data) {
    return this.call("PATCH", path, data);
  }

  /**
   * @param {string} path
   * @param {object} [data]
   */
  put(path, data) {
    return this.call("PUT", path, data);
  }

  /** @param {string} path */
  remove(path) {
    return this.call("DELETE", path);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [data]
   * @returns {Promise<Answer<any>>}
   */
  async call(method, path, data) {
    try {
      const response = await this.fetcher(this.base + path, this.#request(method, data));
      return response.ok ? { value: await read(response) } : { error: await this.#refusal(response) };
    } catch {
      return { error: { code: UNREACHABLE, message: this.unreachable, fields: {} } };
    }
  }

  /**
   * @param {string} method
   * @param {object} [data]
   * @returns {RequestInit}
   */
  #request(method, data) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.csrf };
    if (data === undefined) return { method, headers, credentials: "same-origin" };
    return {
      method,
      headers: { ...headers, "Content-Type": "application/json" },
      credentials: "same-origin",
      body: JSON.stringify(data),
    };
  }

  /**
   * @param {Response} response
   * @returns {Promise<Refusal>}
   */
  async #refusal(response) {
    const said = await read(response).catch(() => null);
    const code = said?.code ?? (response.status === 401 ? "unauthorized" : UNREACHABLE);
    return { code, message: said?.message ?? this.unreachable, fields: said?.fields ?? {}, retry_after: said?.retry_after };
  }
}

/** @param {Response} response */
const read = async (response) => (response.status === 204 ? null : response.json());

/** @param {...(string | number)} parts */
export const path = (...parts) => parts.map((part) => encodeURIComponent(part)).join("/");
