export { QueuePage } from './QueuePage'
export { QueueStrip as default } from './QueueStrip'
