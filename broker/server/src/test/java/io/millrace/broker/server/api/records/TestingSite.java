package io.millrace.broker.server.api.records;

import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.network.NetworkLoop;
import io.millrace.broker.network.NetworkLoops;
import io.millrace.broker.server.api.ScriptedCluster;
import io.millrace.broker.server.api.TestingAdministration;
import io.millrace.broker.server.hosting.Acknowledgement;
import io.millrace.broker.server.hosting.AppendOutcome;
import io.millrace.broker.server.hosting.BrokerIdentity;
import io.millrace.broker.server.hosting.ImageFollower;
import io.millrace.broker.server.hosting.Images;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.hosting.PartitionListener;
import io.millrace.broker.server.hosting.PartitionReconciler;
import io.millrace.broker.server.hosting.PartitionTable;
import io.millrace.broker.server.hosting.ProducerIds;
import io.millrace.broker.server.hosting.ScriptedLogDirectory;
import io.millrace.broker.server.hosting.SteadyClock;
import io.millrace.broker.server.hosting.TopicDefaults;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ApiSettings;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.FetchLimits;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** One partition of one topic on a real data directory, and what handlers need to serve it. */
final class TestingSite implements AutoCloseable {

    static final String TOPIC = "topic";

    private static final MetadataImage IMAGE =
            new Images().topic(1, TOPIC, 1, 0).build();

    private final PartitionTable table = new PartitionTable();
    private final ScriptedLogDirectory logs;
    private final NetworkLoops loops;
    private final BrokerServices services;

    TestingSite(Path directory) {
        this(directory, Runnable::run);
    }

    /** With what runs tasks that may block. */
    TestingSite(Path directory, Executor blocking) {
        logs = new ScriptedLogDirectory(directory);
        loops = NetworkLoops.start("handlers-test", 1);
        var site = new PartitionReconciler.Site(
                Images.BROKER_ID,
                LogDirectories.of(List.of(logs)),
                loops.all(),
                new TopicDefaults(Map.of()),
                SteadyClock.start(InstantSource.system()));
        try (var follower = new ImageFollower(new PartitionReconciler(site, table, new Nobody()), "follower-test")) {
            follower.follow(IMAGE);
        }
        var cluster = new ScriptedCluster(IMAGE, Outcome.DONE);
        services = new BrokerServices(
                new BrokerIdentity(Images.BROKER_ID, "cluster"),
                cluster,
                table,
                new ProducerIds(cluster, Images.BROKER_ID),
                Access.open(),
                new ApiSettings(false, true, 1, 1, new FetchLimits(1 << 20, 10), 2_000, Map.of(), Map.of(), Map.of()),
                blocking,
                InstantSource.system(),
                TestingAdministration.of(cluster));
    }

    private static final class Nobody implements PartitionListener {
        @Override
        public void leading(PartitionHost host) {}

        @Override
        public void gone(PartitionHost host) {}

        @Override
        public void offline(PartitionHost host) {}
    }

    BrokerServices services() {
        return services;
    }

    NetworkLoop loop() {
        return loops.all().get(0);
    }

    /** Appends as a producer with acks=all does. */
    AppendOutcome produce(ByteBuffer batch) {
        var answer = new CompletableFuture<AppendOutcome>();
        PartitionHost host = table.find(Images.id(1), 0).orElseThrow();
        loop().execute(() -> host.append(batch, Acknowledgement.ALL, 60_000, answer::complete));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Handles one request on the loop, as a connection does. */
    <Q extends ApiMessage, T extends ApiMessage> CompletableFuture<T> call(
            ApiHandler<Q> handler, ApiKeys key, int version, Q request, Class<T> type) {
        return onLoop(() -> handler.handle(TransactionRequests.context(key, version, loop()), request))
                .thenApply(answer -> type.cast(messageOf(answer)))
                .orTimeout(10, TimeUnit.SECONDS);
    }

    /** Runs it on the loop and waits. */
    <T> T onLoop(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, loop()).join();
    }

    @Override
    public void close() {
        loops.close();
        logs.close();
    }

    private static ApiMessage messageOf(Answer answer) {
        return answer instanceof Answer.Records records ? records.whole().get() : ((Answer.Message) answer).message();
    }
}
