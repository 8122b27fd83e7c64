/**
 * Python for the cells of a page: a worker that holds one Pyodide. It gets
 *   {lite, settings, code}        once, to start: where JupyterLite is, its try.json, code to come
 *   {cell, source, before}        a cell to run
 * and posts {loaded, total}, {ready}, {began}, {print}, {done: {shown, problem, seconds}} and
 * {failed}, after which it is of no more use.
 */
const MOST = 100_000; // printed characters of a run: an endless loop that prints must not fill a tab
const PAUSE = 50; // ms between two messages of printed text

let python;

const post = (message) => self.postMessage(message);

/**
 * Lets every fetch count its bytes. `sizes` are those of the files, by name; where one is not known,
 * as those of a CDN, there is no total. Returns what counts a file that is imported, not fetched.
 */
function countBytes(sizes, expected) {
  const plain = self.fetch, files = new Set(expected);
  let loaded = 0;
  const tell = () => {
    const each = [...files].map((name) => sizes[name]);
    post({ loaded, total: each.includes(undefined) ? 0 : each.reduce((sum, one) => sum + one, 0) });
  };
  self.fetch = async (...request) => {
    const answer = await plain(...request);
    if (!answer.ok || !answer.body) return answer;
    files.add(nameOf(answer.url));
    const heard = new TransformStream({
      transform(chunk, out) {
        loaded += chunk.length;
        tell();
        out.enqueue(chunk);
      },
    });
    return new Response(answer.body.pipeThrough(heard), answer);
  };
  return (name) => {
    loaded += sizes[name] ?? 0;
    tell();
  };
}

const nameOf = (address) => new URL(address).pathname.split("/").pop();

async function start({ lite, settings, code, runner }) {
  const address = new URL(settings.python, lite).href;
  const home = address.slice(0, address.lastIndexOf("/") + 1);
  const usesBook = /\bnnbook\b/.test(code), usesNumpy = usesBook || /\bnumpy\b/.test(code);
  const text = await (await download(runner)).text();
  const imported = countBytes(settings.sizes, [
    ...settings.core,
    ...Object.keys(settings.sizes).filter((name) => usesNumpy && name.startsWith("numpy-")),
    ...(usesBook ? [nameOf(new URL(settings.nnbook, lite))] : []),
  ]);
  let wheel = usesBook ? download(new URL(settings.nnbook, lite).href) : null, unpacked = false;
  wheel?.catch(() => {}); // whoever waits for it hears of it
  const { loadPyodide } = await import(address);
  imported(nameOf(address));
  const pyodide = await loadPyodide({
    indexURL: home, packages: usesNumpy ? ["numpy"] : [],
    env: { MPLBACKEND: "agg", HOME: "/home/pyodide" },
  });
  imported("pyodide.asm.mjs");
  pyodide.FS.writeFile("try_it_cell.py", text);
  const cells = pyodide.pyimport("try_it_cell");
  /* Whether a module that was missing has come. */
  const load = async (name) => {
    if (name === "nnbook") {
      if (unpacked) return false;
      wheel ??= download(new URL(settings.nnbook, lite).href);
      pyodide.unpackArchive(await (await wheel).arrayBuffer(), "wheel");
      return unpacked = true;
    }
    const got = await pyodide.loadPackagesFromImports(`import ${name}`, { messageCallback() {} });
    return got.length > 0;
  };
  return { pyodide, cells, desk: cells.Desk(), load };
}

async function download(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${nameOf(address)}`);
  return answer;
}

/** Takes what is printed, and hands it on now and then. */
function printer() {
  const decoder = new TextDecoder();
  let waiting = "", sent = 0, last = 0;
  const flush = () => {
    if (waiting) post({ print: waiting });
    waiting = "";
    last = Date.now();
  };
  const write = (bytes) => {
    const text = decoder.decode(bytes, { stream: true });
    const room = MOST - sent;
    if (room > 0) {
      waiting += text.length <= room ? text
        : `${text.slice(0, room)}\n[What follows is not shown: these were ${MOST} characters.]\n`;
    }
    sent += text.length;
    if (Date.now() - last > PAUSE) flush();
    return bytes.length;
  };
  return { write, flush };
}

async function run({ cell, source, before }) {
  const { pyodide, cells, desk, load } = await python;
  const { write, flush } = printer();
  const pairs = pyodide.toPy(before);
  for (const text of [...before.map(([, above]) => above), source]) {
    await cells.fetch_imports(text, load);
  }
  pyodide.setStdout({ write });
  pyodide.setStderr({ write });
  post({ began: true });
  const start = performance.now();
  let problem = desk.prepare(pairs), shown = [];
  if (!problem) {
    const result = desk.run(cell, source);
    [shown, problem] = result.toJs();
    result.destroy();
  }
  pyodide.runPython("import sys; sys.stdout.flush(); sys.stderr.flush()");
  flush();
  pairs.destroy();
  // a module that a function imports only when it is called
  const [, missing] = /ModuleNotFoundError: No module named '(\w+)/.exec(problem) ?? [];
  if (missing && await load(missing)) {
    problem += `\n${missing} has been loaded now: run the cell once more.`;
  }
  post({ done: { shown, problem, seconds: (performance.now() - start) / 1000 } });
}

self.onmessage = async ({ data }) => {
  try {
    if (data.settings) {
      python = start(data);
      await python;
      post({ ready: true });
    } else {
      await run(data);
    }
  } catch (error) {
    post({ failed: `${error.message ?? error}`.trim().split("\n").pop() });
  }
};
