// Lets this process load the sources, which are TypeScript, as they are: esbuild takes the types out of each file, and
// leaves functions the names that V8 gives them (docs/decisions/018-typescript-loader.md).
import { register } from 'node:module';

register('./typescript-hooks.js', import.meta.url);
process.setSourceMapsEnabled(true);
