export { type BudgetOptions, type BudgetSettings, budgetSchema } from './budget-options.js'
export { type Budgets, createBudgets, type SpendingControl } from './budgets.js'
export type { PlannedSpending, PlannedWork, Spending, SpendingPlan } from './plan.js'
export { createSourceFailures, type SourceFailures } from './source-failures.js'
