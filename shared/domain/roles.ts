/** What an operator may do; one person can have several. */
export const operatorRoles = ['requester', 'approver', 'ca-operator', 'auditor', 'viewer'] as const;
export type OperatorRole = (typeof operatorRoles)[number];
