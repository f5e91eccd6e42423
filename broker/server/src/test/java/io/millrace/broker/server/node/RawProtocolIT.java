package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawProtocolIT {

    private static final int METADATA_VERSION = 13;
    private static final int MAGIC_POSITION = 16;

    @TempDir
    static Path directory;

    private static BrokerServer broker;

    @BeforeAll
    static void startBroker() {
        broker = BrokerServer.start(Map.of(
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", directory.toString(),
                "offsets.topic.num.partitions", "2"));
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @Test
    void advertisesExactlyWhatItServes() throws Exception {
        try (RawClient client = connect()) {
            // When
            ApiVersionsResponseData versions = apiVersions(client, 4);

            // Then
            assertThat(versions.apiKeys().stream()
                            .map(range -> range.apiKey() + " " + range.minVersion() + " " + range.maxVersion()))
                    .containsExactlyInAnyOrderElementsOf(linesOf("advertised-versions.txt"));
            assertThat(versions.finalizedFeatures().find("metadata.version").maxVersionLevel())
                    .isEqualTo((short) 30);
            assertThat(versions.finalizedFeatures().find("group.version").maxVersionLevel())
                    .isEqualTo((short) 1);
            assertThat(versions.finalizedFeatures().find("transaction.version").maxVersionLevel())
                    .isEqualTo((short) 2);
            assertThat(versions.supportedFeatures().find("kraft.version")).isNotNull();
            // A client that speaks version 3 cannot read a lowest level of 0.
            assertThat(apiVersions(client, 3).supportedFeatures().find("kraft.version"))
                    .isNull();
        }
    }

    @Test
    void answersEveryVersionItAdvertises() throws Exception {
        metadata("every-version");
        try (RawClient client = connect()) {
            for (ApiVersion range : apiVersions(client, 4).apiKeys()) {
                ApiKeys key = ApiKeys.forId(range.apiKey());
                int servedMin = key == ApiKeys.PRODUCE ? 3 : range.minVersion();
                for (int version = servedMin; version <= range.maxVersion(); version++) {
                    for (ApiMessage request : SampleRequests.of(key, version, "every-version")) {
                        // When
                        ApiMessage response = client.call(key, version, request, ApiMessage.class);

                        // Then
                        assertThat(response).as("%s v%d", key, version).isNotNull();
                    }
                }
            }
        }
    }

    @Test
    void answersATooNewApiVersionsInVersionZeroAndStaysUsable() throws Exception {
        try (RawClient client = connect()) {
            // Given
            byte[] future = RawClient.frame(ApiKeys.API_VERSIONS, 4, 77, software("raw", "1"));
            ByteBuffer.wrap(future).putShort(6, (short) 5);

            // When
            client.sendBytes(future);
            ApiVersionsResponseData refusal = client.read(ApiKeys.API_VERSIONS, 0, 77, new ApiVersionsResponseData());

            // Then
            assertThat(refusal.errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
            assertThat(refusal.apiKeys()).hasSize(1);
            assertThat(range(refusal, ApiKeys.API_VERSIONS)).isEqualTo("0-4");
            assertThat(apiVersions(client, 4).errorCode()).isZero();
        }
    }

    @Test
    void refusesABadSoftwareNameAndStaysUsable() throws Exception {
        try (RawClient client = connect()) {
            // When
            ApiVersionsResponseData refusal =
                    client.call(ApiKeys.API_VERSIONS, 3, software("not a name!", "1"), ApiVersionsResponseData.class);

            // Then
            assertThat(refusal.errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
            assertThat(apiVersions(client, 3).errorCode()).isZero();
        }
    }

    @Test
    void closesTheConnectionOnWhatItDoesNotServeAndHarmsNobody() throws Exception {
        List<byte[]> hostile = List.of(
                header(ApiKeys.PRODUCE.id, 2),
                header(ApiKeys.FETCH.id, 3),
                header(ApiKeys.FETCH.id, 99),
                header(500, 0),
                header(62, 0),
                header(-1, -1),
                new byte[] {0x7f, -1, -1, -1, 0, 3, 0, 12},
                new byte[] {-1, -1, -1, -1},
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                arrayBomb(ApiKeys.METADATA, 1, 0x7fffffff),
                arrayBomb(ApiKeys.LIST_OFFSETS, 1, -2),
                arrayBomb(ApiKeys.LIST_OFFSETS, 1, 0x7fffffff),
                truncated());
        try (RawClient good = connect()) {
            for (byte[] bytes : hostile) {
                try (RawClient bad = connect()) {
                    // When
                    bad.sendBytes(bytes);

                    // Then
                    assertThat(bad.isClosedByBroker()).isTrue();
                }
                assertThat(apiVersions(good, 4).errorCode()).isZero();
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrderEvenWhenALaterOneIsReadyFirst() throws Exception {
        Uuid topicId = metadata("pipelined");
        try (RawClient client = connect()) {
            // When
            int slow = client.send(ApiKeys.FETCH, 18, fetch(topicId, 0, 1, 700));
            int quick = client.send(ApiKeys.API_VERSIONS, 4, software("raw", "1"));
            int produce = client.send(ApiKeys.PRODUCE, 11, produce("pipelined", (short) 1, "x"));

            // Then
            FetchResponseData fetched = client.read(ApiKeys.FETCH, 18, slow, new FetchResponseData());
            client.read(ApiKeys.API_VERSIONS, 4, quick, new ApiVersionsResponseData());
            client.read(ApiKeys.PRODUCE, 11, produce, new ProduceResponseData());
            assertThat(fetched.errorCode()).isZero();
        }
    }

    @Test
    void sendsNoAnswerToAcksZeroAndClosesWhenItFails() throws Exception {
        metadata("silent");
        try (RawClient client = connect()) {
            // When
            client.send(ApiKeys.PRODUCE, 11, produce("silent", (short) 0, "x"));
            ApiVersionsResponseData next = apiVersions(client, 4);

            // Then
            assertThat(next.errorCode()).isZero();
            client.send(ApiKeys.PRODUCE, 11, produce("no-such-topic", (short) 0, "x"));
            assertThat(client.isClosedByBroker()).isTrue();
        }
    }

    @Test
    void refusesWhatProducersMustNotSend() throws Exception {
        metadata("strict");
        try (RawClient client = connect()) {
            // When, Then
            assertThat(produceError(client, produce("strict", (short) 2, "x"))).isEqualTo(Errors.INVALID_REQUIRED_ACKS);
            assertThat(produceError(client, produce("nowhere", (short) 1, "x")))
                    .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
            ProduceRequestData damaged = produce("strict", (short) -1, "some value");
            ByteBuffer bytes = records(damaged).buffer();
            bytes.put(bytes.limit() - 3, (byte) ~bytes.get(bytes.limit() - 3));
            assertThat(produceError(client, damaged)).isEqualTo(Errors.CORRUPT_MESSAGE);
            ProduceRequestData old = produce("strict", (short) -1, "some value");
            records(old).buffer().put(MAGIC_POSITION, (byte) 1);
            assertThat(produceError(client, old)).isEqualTo(Errors.INVALID_RECORD);
            assertThat(produceError(client, produce("strict", (short) -1, "fine")))
                    .isEqualTo(Errors.NONE);
        }
    }

    @Test
    void keepsTheOriginalOffsetWhenABatchIsSentTwice() throws Exception {
        metadata("twice");
        try (RawClient client = connect()) {
            // Given
            assertThat(baseOffset(client, idempotent("twice", 0))).isZero();
            assertThat(baseOffset(client, idempotent("twice", 2))).isEqualTo(2);

            // When
            long again = baseOffset(client, idempotent("twice", 0));

            // Then
            assertThat(again).isZero();
            assertThat(baseOffset(client, idempotent("twice", 4))).isEqualTo(4);
            assertThat(produceError(client, idempotent("twice", 99))).isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
        }
    }

    @Test
    void parksAFetchUntilThereIsARecord() throws Exception {
        Uuid topicId = metadata("parked");
        try (RawClient consumer = connect();
                RawClient producer = connect()) {
            // Given: longer than the client waits for an answer
            int waiting = consumer.send(ApiKeys.FETCH, 18, fetch(topicId, 0, 1, 60_000));

            // When
            ProduceResponseData ignored = producer.call(
                    ApiKeys.PRODUCE, 11, produce("parked", (short) -1, "wake"), ProduceResponseData.class);
            FetchResponseData fetched = consumer.read(ApiKeys.FETCH, 18, waiting, new FetchResponseData());

            // Then
            assertThat(ignored.responses()).hasSize(1);
            var partition = fetched.responses().get(0).partitions().get(0);
            assertThat(partition.records().sizeInBytes()).isPositive();
            assertThat(partition.highWatermark()).isEqualTo(1);
        }
    }

    @Test
    void answersAFetchOfNothingAfterItsTime() throws Exception {
        Uuid topicId = metadata("empty");
        try (RawClient client = connect()) {
            // When
            long startNs = System.nanoTime();
            FetchResponseData fetched =
                    client.call(ApiKeys.FETCH, 18, fetch(topicId, 0, 1, 300), FetchResponseData.class);

            // Then
            assertThat(System.nanoTime() - startNs).isGreaterThan(250_000_000L);
            assertThat(fetched.sessionId()).isZero();
            assertThat(fetched.responses().get(0).partitions().get(0).errorCode())
                    .isZero();
        }
    }

    @Test
    void returnsTheWholeBatchThatHoldsTheOffsetEvenIfItIsLargerThanAskedFor() throws Exception {
        Uuid topicId = metadata("whole");
        try (RawClient client = connect()) {
            // Given
            ProduceResponseData ignored = client.call(
                    ApiKeys.PRODUCE,
                    11,
                    produce("whole", (short) -1, "a", "b".repeat(5_000), "c"),
                    ProduceResponseData.class);
            assertThat(ignored.responses()).hasSize(1);

            // When
            FetchResponseData fetched =
                    client.call(ApiKeys.FETCH, 18, fetch(topicId, 2, 10, 0), FetchResponseData.class);

            // Then
            var batches = new ArrayList<Long>();
            ((MemoryRecords) fetched.responses().get(0).partitions().get(0).records())
                    .batches()
                    .forEach(batch -> batches.add(batch.baseOffset()));
            assertThat(batches).containsExactly(0L);
        }
    }

    @Test
    void tellsAFetcherThatItsOffsetTopicOrTermIsWrong() throws Exception {
        Uuid topicId = metadata("fenced");
        try (RawClient client = connect()) {
            assertThat(fetchError(client, fetch(topicId, 99, 1, 0))).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
            assertThat(fetchError(client, fetch(Uuid.randomUuid(), 0, 1, 0))).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
            FetchRequestData future = fetch(topicId, 0, 1, 0);
            future.topics().get(0).partitions().get(0).setCurrentLeaderEpoch(1_000);
            assertThat(fetchError(client, future)).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
            FetchRequestData session = fetch(topicId, 0, 1, 0).setSessionId(42).setSessionEpoch(3);
            FetchResponseData refused = client.call(ApiKeys.FETCH, 18, session, FetchResponseData.class);
            assertThat(refused.errorCode()).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND.code());
        }
    }

    /** A resource beside this class, without its comments. */
    private static List<String> linesOf(String resource) throws Exception {
        try (InputStream in = RawProtocolIT.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static RawClient connect() throws Exception {
        return new RawClient(broker.address());
    }

    /** Makes the topic by asking for it, and returns its id. */
    private static Uuid metadata(String topic) throws Exception {
        try (RawClient client = connect()) {
            var request = new MetadataRequestData().setAllowAutoTopicCreation(true);
            request.topics().add(new MetadataRequestTopic().setName(topic));
            MetadataResponseData response =
                    client.call(ApiKeys.METADATA, METADATA_VERSION, request, MetadataResponseData.class);
            assertThat(response.topics().find(topic).errorCode()).isZero();
            return response.topics().find(topic).topicId();
        }
    }

    private static ApiVersionsResponseData apiVersions(RawClient client, int version) throws Exception {
        return client.call(ApiKeys.API_VERSIONS, version, software("raw", "1"), ApiVersionsResponseData.class);
    }

    private static ApiVersionsRequestData software(String name, String version) {
        return new ApiVersionsRequestData().setClientSoftwareName(name).setClientSoftwareVersion(version);
    }

    private static String range(ApiVersionsResponseData versions, ApiKeys key) {
        ApiVersion found = versions.apiKeys().find(key.id);
        return found == null ? "none" : found.minVersion() + "-" + found.maxVersion();
    }

    private static FetchRequestData fetch(Uuid topicId, long offset, int maxBytes, int maxWaitMs) {
        var request = new FetchRequestData()
                .setMaxWaitMs(maxWaitMs)
                .setMinBytes(1)
                .setMaxBytes(1 << 20)
                .setSessionEpoch(-1);
        request.topics()
                .add(new FetchTopic()
                        .setTopicId(topicId)
                        .setPartitions(List.of(new FetchPartition()
                                .setPartition(0)
                                .setFetchOffset(offset)
                                .setPartitionMaxBytes(maxBytes))));
        return request;
    }

    private static Errors fetchError(RawClient client, FetchRequestData request) throws Exception {
        FetchResponseData response = client.call(ApiKeys.FETCH, 18, request, FetchResponseData.class);
        return Errors.forCode(response.responses().get(0).partitions().get(0).errorCode());
    }

    static ProduceRequestData produce(String topic, short acks, String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(1_000L + i, null, values[i].getBytes(StandardCharsets.UTF_8));
        }
        var request = new ProduceRequestData().setAcks(acks).setTimeoutMs(10_000);
        request.topicData()
                .add(new TopicProduceData()
                        .setName(topic)
                        .setPartitionData(List.of(new PartitionProduceData()
                                .setIndex(0)
                                .setRecords(MemoryRecords.withRecords(Compression.NONE, records)))));
        return request;
    }

    /** Two records of one producer, from this sequence on. */
    private static ProduceRequestData idempotent(String topic, int sequence) {
        ProduceRequestData request = produce(topic, (short) -1, "replaced");
        SimpleRecord[] records = {new SimpleRecord("a".getBytes(StandardCharsets.UTF_8)), new SimpleRecord(new byte[3])
        };
        request.topicData()
                .iterator()
                .next()
                .partitionData()
                .get(0)
                .setRecords(
                        MemoryRecords.withIdempotentRecords(Compression.NONE, 4_711L, (short) 0, sequence, records));
        return request;
    }

    private static long baseOffset(RawClient client, ProduceRequestData request) throws Exception {
        ProduceResponseData response = client.call(ApiKeys.PRODUCE, 11, request, ProduceResponseData.class);
        return response.responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0)
                .baseOffset();
    }

    private static MemoryRecords records(ProduceRequestData request) {
        return (MemoryRecords)
                request.topicData().iterator().next().partitionData().get(0).records();
    }

    private static Errors produceError(RawClient client, ProduceRequestData request) throws Exception {
        ProduceResponseData response = client.call(ApiKeys.PRODUCE, 11, request, ProduceResponseData.class);
        return Errors.forCode(response.responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0)
                .errorCode());
    }

    private static byte[] header(int apiKey, int version) {
        ByteBuffer frame = ByteBuffer.allocate(4 + 10);
        frame.putInt(10)
                .putShort((short) apiKey)
                .putShort((short) version)
                .putInt(1)
                .putShort((short) -1);
        return frame.array();
    }

    /** A header in version 1 and then the length of an array that is not there. */
    private static byte[] arrayBomb(ApiKeys key, int version, int length) {
        ByteBuffer frame = ByteBuffer.allocate(4 + 10 + 8);
        frame.putInt(18).putShort(key.id).putShort((short) version).putInt(1).putShort((short) -1);
        frame.putInt(length).putInt(length);
        return frame.array();
    }

    private static byte[] truncated() {
        byte[] whole = RawClient.frame(ApiKeys.PRODUCE, 9, 1, produce("t", (short) -1, "value"));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 5);
        ByteBuffer.wrap(cut).putInt(0, cut.length - 4);
        return cut;
    }
}
