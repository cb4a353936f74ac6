export { type InProcessSchedulerOptions, inProcessScheduler } from './in-process-scheduler.js'
export { firstSlot, nextSlot, type SlotGrid, slotGrid } from './slot.js'
