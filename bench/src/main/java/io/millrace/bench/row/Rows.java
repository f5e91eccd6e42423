package io.millrace.bench.row;

import java.util.List;

/** All rows of the table, in its order. Rows that share a broker stand before those that start their own. */
public final class Rows {

    private static final int KIB = 1 << 10;

    private Rows() {}

    public static List<Row> all() {
        return List.of(
                ProduceCpu.batches("produce-16k", 16 * KIB, 100, 0.33),
                ProduceCpu.singles("produce-small", 100, 0.20),
                ProduceCpu.batches("produce-1k-records", 16 * KIB, 1_024, 0.33),
                new FetchCpu(16 * KIB, 1, 0.2),
                new FetchCpu(64 * KIB, 2, 0.4),
                new FetchCpu(1024 * KIB, 4, 0.8),
                new Throughput(),
                new Latency(1_000),
                new Latency(20_000),
                new WorkerSource(RowFormat.JSON, 1),
                new WorkerSource(RowFormat.JSON, 4),
                new WorkerSource(RowFormat.AVRO, 1),
                new WorkerSource(RowFormat.AVRO, 4),
                new WorkerSink(RowFormat.JSON, 1),
                new WorkerSink(RowFormat.JSON, 4),
                new WorkerSink(RowFormat.AVRO, 1),
                new WorkerSink(RowFormat.AVRO, 4),
                new WorkerCapture(),
                new WorkerIdle(),
                new WorkerHung(),
                new WorkerFailover(),
                new RegistryRate(
                        "registry-reads",
                        RegistryStorage.DEFAULT,
                        RegistryOperation.BY_ID,
                        RegistryOperation.LATEST,
                        RegistryOperation.LOOK_UP),
                new RegistryRate("registry-compatibility", RegistryStorage.DEFAULT, RegistryOperation.CHECK),
                new RegistryRate(
                        "registry-writes",
                        RegistryStorage.DEFAULT,
                        RegistryOperation.REGISTER_KNOWN,
                        RegistryOperation.REGISTER_NEW),
                new RegistryRate(
                        "registry-writes-on-log",
                        RegistryStorage.LOG,
                        RegistryOperation.REGISTER_KNOWN,
                        RegistryOperation.REGISTER_NEW),
                new RegistryStart(),
                new RegistryMemory(),
                new RegistryMemoryOnLog(),
                new GatewayLines(),
                new StartUp(),
                new Memory(),
                new RestartAfterKill("restart-5gb", "5 GB in 66 partitions", 66, 5),
                new RestartAfterKill("restart-5000", "5,000 partitions", 5_000, 0),
                new ManyPartitions(1_000),
                new ManyPartitions(5_000),
                new IdleConsumers());
    }
}
