package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.TransactionsCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that a partition knows and no coordinator, as clients without verification can leave one behind. */
class HangingTransactionIT {

    private static final TopicPartition PARTITION = new TopicPartition("hung", 0);
    private static final long PRODUCER_ID = 4_711;
    private static final ConfigResource ALL = new ConfigResource(ConfigResource.Type.BROKER, "");

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(directory);
        admin = TestBroker.admin(broker.bootstrapServers());
        TestBroker.create(broker.bootstrapServers(), PARTITION.topic(), 1);
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @Test
    void kafkasToolFindsItAndEndsIt() throws Exception {
        // Given
        assertThat(write())
                .as("nobody may write in a transaction that no coordinator knows")
                .isNotEqualTo(Errors.NONE);
        alter("false");
        assertThat(write()).isEqualTo(Errors.NONE);
        alter("true");
        TestBroker.produce(broker.bootstrapServers(), PARTITION.topic(), Map.of("enable.idempotence", false), 1);
        assertThat(offset(OffsetSpec.latest(), IsolationLevel.READ_COMMITTED)).isZero();

        // When
        String found = tool("find-hanging", "--broker-id", "1", "--max-transaction-timeout", "0");

        // Then
        assertThat(found).contains(PARTITION.topic(), Long.toString(PRODUCER_ID));
        tool("abort", "--topic", PARTITION.topic(), "--partition", "0", "--start-offset", "0");
        assertThat(tool("find-hanging", "--broker-id", "1", "--max-transaction-timeout", "0"))
                .doesNotContain(Long.toString(PRODUCER_ID));
        assertThat(offset(OffsetSpec.latest(), IsolationLevel.READ_COMMITTED)).isEqualTo(3);
        assertThat(TestBroker.consumeAll(broker.bootstrapServers(), PARTITION.topic(), 2))
                .hasSize(2);
    }

    private static Errors write() throws Exception {
        var record = new SimpleRecord(System.currentTimeMillis(), null, "hanging".getBytes(StandardCharsets.UTF_8));
        var request =
                RawProtocolIT.produce(PARTITION.topic(), (short) -1, "replaced").setTransactionalId("nobody");
        ProduceRequestData.PartitionProduceData partition =
                request.topicData().iterator().next().partitionData().get(0);
        partition.setRecords(
                MemoryRecords.withTransactionalRecords(Compression.NONE, PRODUCER_ID, (short) 0, 0, record));
        try (var client = new RawClient(broker.address())) {
            var response = client.call(ApiKeys.PRODUCE, 11, request, ProduceResponseData.class);
            return Errors.forCode(response.responses()
                    .iterator()
                    .next()
                    .partitionResponses()
                    .get(0)
                    .errorCode());
        }
    }

    private static void alter(String verified) throws Exception {
        var change = new AlterConfigOp(
                new ConfigEntry("transaction.partition.verification.enable", verified), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(ALL, List.of(change))).all().get();
    }

    private static long offset(OffsetSpec spec, IsolationLevel isolation) throws Exception {
        return admin.listOffsets(Map.of(PARTITION, spec), new ListOffsetsOptions(isolation))
                .partitionResult(PARTITION)
                .get()
                .offset();
    }

    private static String tool(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", broker.bootstrapServers()));
        all.addAll(List.of(arguments));
        PrintStream out = System.out;
        var captured = new ByteArrayOutputStream();
        List<Integer> exitCodes = new ArrayList<>();
        // The tool ends with an exit of the JVM, which is an error here so that it does not catch it itself.
        var ended = new AssertionError("the tool has ended");
        Exit.setExitProcedure((code, message) -> {
            exitCodes.add(code);
            throw ended;
        });
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            TransactionsCommand.main(all.toArray(String[]::new));
        } catch (AssertionError end) {
            assertThat(end).isSameAs(ended);
        } finally {
            System.setOut(out);
            Exit.resetExitProcedure();
        }
        String printed = captured.toString(StandardCharsets.UTF_8);
        assertThat(exitCodes).as(printed).startsWith(0);
        return printed;
    }
}
