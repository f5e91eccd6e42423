// kafkajs against a broker: topics, gzip, a transaction that is aborted and one that commits, a group, its offsets.
// kafkajs logs each answer that it retries as an error, hence no log. Usage: NODE_PATH=<its folder> node kafkajs.js host:port
const { CompressionTypes, Kafka, logLevel } = require('kafkajs')
const assert = require('assert')

const TOPIC = 'kafkajs'
const GROUP = 'kafkajs-group'
const RECORDS = 100

const messages = (from) =>
  Array.from({ length: RECORDS }, (_, i) => ({ key: `k${i % 7}`, value: String(from + i), headers: { n: String(i) } }))

async function transact(kafka) {
  const producer = kafka.producer({ transactionalId: 'kafkajs-transaction', maxInFlightRequests: 1, idempotent: true })
  await producer.connect()
  const lost = await producer.transaction()
  await lost.send({ topic: TOPIC, messages: messages(1000) })
  await lost.abort()
  const kept = await producer.transaction()
  await kept.send({ topic: TOPIC, messages: messages(RECORDS) })
  await kept.commit()
  await producer.disconnect()
}

async function consume(kafka) {
  const consumer = kafka.consumer({ groupId: GROUP })
  const seen = []
  await consumer.connect()
  await consumer.subscribe({ topics: [TOPIC], fromBeginning: true })
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
    consumer
      .run({
        eachMessage: async ({ message }) => {
          seen.push(Number(message.value))
          if (seen.length === 2 * RECORDS) resolve()
        },
      })
      .catch(reject)
  })
  await consumer.disconnect()
  return seen.sort((a, b) => a - b)
}

async function main(broker) {
  const kafka = new Kafka({ clientId: 'clients', brokers: [broker], logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 2 }], waitForLeaders: true })
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: TOPIC, compression: CompressionTypes.GZIP, acks: -1, messages: messages(0) })
  await producer.disconnect()
  await transact(kafka)
  assert.deepStrictEqual(await consume(kafka), Array.from({ length: 2 * RECORDS }, (_, i) => i))
  assert.ok((await admin.listGroups()).groups.some(({ groupId }) => groupId === GROUP))
  const { groups } = await admin.describeGroups([GROUP])
  assert.strictEqual(groups[0].errorCode, 0)
  await admin.deleteTopics({ topics: [TOPIC] })
  await admin.disconnect()
  console.log('ok')
}

main(process.argv[2]).catch((failure) => {
  console.error(failure)
  process.exit(1)
})
