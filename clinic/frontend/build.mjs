// Builds what pages load: Sass to CSS, the one font, and two scripts of others. Run by `npm run build`; output is never committed.
//
// What a browser would ask another host for, or what the Content-Security-Policy would block, stops the build here.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const packages = join(root, "node_modules");
const output = join(root, "build", "static", "clinic");

const FONT = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2";

// What draws a signature, and what takes over the differences between two states of a page.
const SCRIPTS = {
  "signature-pad.js": "signature_pad/dist/signature_pad.umd.min.js",
  "idiomorph.js": "idiomorph/dist/idiomorph.min.js",
};

function compile(sheet) {
  const { css } = sass.compile(join(here, sheet), {
    loadPaths: [packages],
    style: "compressed",
    sourceMap: false,
    quietDeps: true,
    // Bootstrap 5.3 still uses @import, which Sass will drop in its next major version.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const blocked = css.match(/data:[a-z]+\/|https?:\/\/[^\s)"']+|sourceMappingURL/);
  if (blocked) {
    throw new Error(`${sheet} would make pages load “${blocked[0]}…”, which the Content-Security-Policy blocks.`);
  }
  return css;
}

function build() {
  mkdirSync(output, { recursive: true });
  for (const file of readdirSync(here)) {
    if (file.endsWith(".scss") && !file.startsWith("_")) {
      const css = compile(file);
      writeFileSync(join(output, file.replace(/\.scss$/, ".css")), css);
      console.log(`${file} → ${(css.length / 1024).toFixed(0)} kB`);
    }
  }
  copyFileSync(join(packages, FONT), join(output, "atkinson-hyperlegible-next.woff2"));
  for (const [name, file] of Object.entries(SCRIPTS)) {
    // A source map is not served, and collecting static files would look for it.
    const script = readFileSync(join(packages, file), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
    writeFileSync(join(output, name), script);
  }
}

build();

if (process.argv.includes("--watch")) {
  let due;
  watch(here, () => {
    clearTimeout(due);
    due = setTimeout(() => {
      try {
        build();
      } catch (error) {
        console.error(error.message);
      }
    }, 100);
  });
}
