export { type DiscordDestination, type DiscordOptions, discord } from './discord.js'
