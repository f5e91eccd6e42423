// Confluent's and kafkajs's clients of schema registries: each registers schemas of each type, reads them by their ids, and
// decodes what the other has encoded. kafkajs leaves the message indexes of Protobuf out, so there each reads its own.
// Confluent's keeps a key for encryption as well.
// Usage: NODE_PATH=<their folder> node registry_clients.js http://host:port
// Prints "ok" and what Confluent's client encodes in JSON and Protobuf, in hex, for others to decode.
const assert = require('assert')
const {
  AvroDeserializer, AvroSerializer, DekRegistryClient, JsonDeserializer, JsonSerializer, ProtobufDeserializer,
  ProtobufSerializer, SchemaRegistryClient, SerdeType,
} = require('@confluentinc/schemaregistry')
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry')
const { create, createFileRegistry, fromBinary } = require('@bufbuild/protobuf')
const { FileDescriptorProtoSchema } = require('@bufbuild/protobuf/wkt')

const ORDER = { id: 7, note: 'grün' }
const AVRO = JSON.stringify({
  type: 'record', name: 'Order', namespace: 'shop',
  fields: [{ name: 'id', type: 'int' }, { name: 'note', type: ['null', 'string'], default: null }],
})
const JSON_SCHEMA = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#', title: 'Order', type: 'object',
  properties: { id: { type: 'integer' }, note: { type: 'string' } }, required: ['id'],
})
const PROTOBUF = 'syntax = "proto3"; package shop; message Order { int32 id = 1; string note = 2; }'

// Registered under both names, the schema has one id, and both clients read it back.
async function register(confluent, kafkajs, type, schema) {
  const id = await confluent.register(`${type}-value`, { schema, schemaType: type })
  const other = await kafkajs.register({ type: SchemaType[type], schema }, { subject: `${type}-kafkajs-value` })
  assert.strictEqual(other.id, id, `${type}: one schema, one id`)
  const read = await confluent.getBySubjectAndId(`${type}-value`, id)
  assert.strictEqual(read.schemaType || 'AVRO', type)
  assert.ok(read.schema.includes('Order'))
  assert.strictEqual((await confluent.getLatestSchemaMetadata(`${type}-value`)).version, 1)
  assert.strictEqual(await kafkajs.getLatestSchemaId(`${type}-kafkajs-value`), id)
  assert.ok(await kafkajs.getSchema(id))
  return id
}

async function bothWays(type, kafkajs, id, serializer, deserializer) {
  const ours = await serializer.serialize(type, ORDER)
  assert.deepStrictEqual({ ...(await kafkajs.decode(ours)) }, ORDER)
  const theirs = await kafkajs.encode(id, ORDER)
  assert.deepStrictEqual({ ...(await deserializer.deserialize(type, theirs)) }, ORDER)
  return ours
}

async function protobuf(confluent, kafkajs, id) {
  const { schema } = await confluent.getBySubjectAndId('PROTOBUF-value', id, 'serialized')
  const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(schema, 'base64'))
  const registry = createFileRegistry(file, () => undefined)
  const serializer = new ProtobufSerializer(confluent, SerdeType.VALUE, {
    autoRegisterSchemas: false, useLatestVersion: true, registry,
  })
  const order = create(registry.getMessage('shop.Order'), ORDER)
  const encoded = await serializer.serialize('PROTOBUF', order)
  const decoded = await new ProtobufDeserializer(confluent, SerdeType.VALUE, {}).deserialize('PROTOBUF', encoded)
  assert.strictEqual(decoded.id, ORDER.id)
  assert.strictEqual(decoded.note, ORDER.note)
  assert.deepStrictEqual({ ...(await kafkajs.decode(await kafkajs.encode(id, ORDER))) }, ORDER)
  return encoded
}

// A key for encryption, as serializers that encrypt fields keep and find theirs.
async function keys(url) {
  const client = DekRegistryClient.newClient({ baseURLs: [url] })
  await client.registerKek('orders', 'local-kms', 'id', false, { region: 'here' }, 'of the shop')
  const wrapped = Buffer.from('wrapped').toString('base64')
  const made = await client.registerDek('orders', 'shop/orders-value', 'AES256_GCM', 1, wrapped)
  assert.strictEqual(made.encryptedKeyMaterial, wrapped)
  // Another client, for this one has both in its cache.
  const other = DekRegistryClient.newClient({ baseURLs: [url] })
  const kek = await other.getKek('orders')
  assert.strictEqual(kek.shared, false)
  assert.deepStrictEqual(kek.kmsProps, { region: 'here' })
  const dek = await other.getDek('orders', 'shop/orders-value', 'AES256_GCM', -1)
  assert.strictEqual(dek.version, 1)
  assert.strictEqual((await other.getDekEncryptedKeyMaterialBytes(dek)).toString(), 'wrapped')
  await assert.rejects(other.getDek('orders', 'none', 'AES256_GCM'), { errorCode: 40470 })
}

async function main(url) {
  const confluent = new SchemaRegistryClient({ baseURLs: [url] })
  const kafkajs = new SchemaRegistry({ host: url })
  const latest = { autoRegisterSchemas: false, useLatestVersion: true }
  const avroId = await register(confluent, kafkajs, 'AVRO', AVRO)
  const avro = await bothWays('AVRO', kafkajs, avroId, new AvroSerializer(confluent, SerdeType.VALUE, latest),
    new AvroDeserializer(confluent, SerdeType.VALUE, {}))
  const jsonId = await register(confluent, kafkajs, 'JSON', JSON_SCHEMA)
  const json = await bothWays('JSON', kafkajs, jsonId, new JsonSerializer(confluent, SerdeType.VALUE, latest),
    new JsonDeserializer(confluent, SerdeType.VALUE, {}))
  const protobufId = await register(confluent, kafkajs, 'PROTOBUF', PROTOBUF)
  // Another client, for this one has the text under that id in its cache.
  const proto = await protobuf(new SchemaRegistryClient({ baseURLs: [url] }), kafkajs, protobufId)
  await keys(url)
  console.log(`ok ${avro.toString('hex')} ${json.toString('hex')} ${proto.toString('hex')}`)
}

main(process.argv[2]).catch((failure) => {
  console.error(failure)
  process.exit(1)
})
