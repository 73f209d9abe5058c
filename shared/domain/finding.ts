/**
 * How much a deviation weighs. `info`: worth knowing. `warning`: odd, an operator should look. `error`: against a rule;
 * what we make ourselves never has one, what others send is judged by policy.
 */
export type Severity = 'info' | 'warning' | 'error';
