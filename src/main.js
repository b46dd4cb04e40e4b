#!/usr/bin/env node
/** Owns starting the program: TypeScript is stripped on the fly, so there is nothing to build. */
import { register } from 'tsx/esm/api'

// Packages of many files load five times as fast before the hooks are there that every later import passes through.
await Promise.all(['commander', 'kysely', 'pg', 'yaml', 'zod'].map((name) => import(name)))
register()
await import('./cli.ts')
