#!/usr/bin/env node
/** Owns starting the program: TypeScript is stripped on the fly, so there is nothing to build. */
import { register } from 'tsx/esm/api'

register()
await import('./cli.ts')
