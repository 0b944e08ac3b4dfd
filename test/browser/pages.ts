import { type Stage, stageBase } from './stage.ts';

/** A page that the browser tests look at. */
export interface StagedPage {
  readonly name: string;
  readonly path: (stage: Stage) => string;
  /** Whose cookies the browser has; nobody's when absent. */
  readonly as?: 'developer' | 'operator';
  readonly status?: number;
}

const developer = (name: string, path: StagedPage['path']): StagedPage => ({
  name: `developers ${name}`,
  path: (stage) => `${stageBase}/developers${path(stage)}`,
  as: 'developer',
});

const operator = (name: string, path: StagedPage['path']): StagedPage => ({
  name: `operator ${name}`,
  path: (stage) => `${stageBase}/operator${path(stage)}`,
  as: 'operator',
});

/** Every page of the developers' and the operators' part, and those that anybody sees. */
export const pages: readonly StagedPage[] = [
  { name: 'home', path: () => stageBase },
  { name: 'not found', path: () => `${stageBase}/nothing/here`, status: 404 },
  { name: 'developers documentation', path: () => `${stageBase}/developers` },
  { name: 'developers sign in', path: () => `${stageBase}/developers/sign-in` },
  { name: 'developers sign up', path: () => `${stageBase}/developers/sign-up` },
  { name: 'developers password reset', path: () => `${stageBase}/developers/password/reset` },
  { name: 'operator sign in', path: () => `${stageBase}/operator/sign-in` },
  developer('password', () => '/password'),
  developer('my apps', () => '/registrations'),
  developer('register', () => '/register'),
  developer('overview, waiting', ({ waiting }) => `/registrations/${waiting}`),
  developer('overview, question', ({ asked }) => `/registrations/${asked}`),
  developer('overview, live', ({ live }) => `/registrations/${live}`),
  developer('edit', ({ live }) => `/registrations/${live}/edit`),
  developer('keys', ({ live }) => `/registrations/${live}/keys`),
  developer('authorizations', ({ live }) => `/registrations/${live}/authorizations`),
  developer('no authorizations', ({ waiting }) => `/registrations/${waiting}/authorizations`),
  developer('requests', ({ live }) => `/registrations/${live}/requests`),
  developer('large feeds', ({ live }) => `/registrations/${live}/large-feeds`),
  developer('no large feeds', ({ waiting }) => `/registrations/${waiting}/large-feeds`),
  developer('notifications', ({ live }) => `/registrations/${live}/notifications`),
  developer('no notifications', ({ waiting }) => `/registrations/${waiting}/notifications`),
  developer('test customers', ({ live }) => `/registrations/${live}/test-customers`),
  operator('password', () => '/password'),
  operator('overview', () => ''),
  operator('third parties', () => '/third-parties'),
  operator('third parties, none', () => '/third-parties?state=ended'),
  operator('third party', ({ live }) => `/third-parties/${live}`),
  operator('review', ({ waiting }) => `/third-parties/${waiting}/review`),
  operator('authorizations', () => '/authorizations'),
  operator('authorization', () => '/authorizations/authfull'),
  operator('large feeds', () => '/large-feeds'),
  operator('outbox', () => '/outbox'),
  operator('mail', ({ mail }) => `/outbox/${mail}`),
];
