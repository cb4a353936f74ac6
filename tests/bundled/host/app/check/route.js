import { checkOnce, storageOf } from '../../check-once'

export const dynamic = 'force-dynamic'

export const GET = async () => Response.json(await checkOnce(storageOf(process.env)))
