package io.millrace.broker.server.node;

import io.millrace.broker.consensus.MetadataQuorum;
import io.millrace.broker.consensus.QuorumClaim;
import io.millrace.broker.consensus.QuorumConfig;
import io.millrace.broker.consensus.QuorumException;
import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.log.LogDirectoryConfig;
import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.metadata.command.BrokerRegistered;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.RegisterBroker;
import io.millrace.broker.metadata.image.BrokerImage;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.network.NetworkLoops;
import io.millrace.broker.server.api.ApiTables;
import io.millrace.broker.server.api.RequestDispatcher;
import io.millrace.broker.server.api.topics.TopicCreation;
import io.millrace.broker.server.api.transactions.TransactionRoute;
import io.millrace.broker.server.hosting.BrokerIdentity;
import io.millrace.broker.server.hosting.GroupShards;
import io.millrace.broker.server.hosting.ImageFollower;
import io.millrace.broker.server.hosting.PartitionListeners;
import io.millrace.broker.server.hosting.PartitionReconciler;
import io.millrace.broker.server.hosting.PartitionTable;
import io.millrace.broker.server.hosting.ProducerIds;
import io.millrace.broker.server.hosting.SteadyClock;
import io.millrace.broker.server.hosting.TransactionShards;
import io.millrace.broker.server.logging.LoggerLevels;
import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.request.Administration;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.telemetry.ClientTelemetry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one running broker, built from the disk upwards and closed in the opposite order. */
final class BrokerAssembly implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerAssembly.class);

    private final BrokerConfig config;
    private final Closings closings = new Closings();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final PartitionTable partitions = new PartitionTable();
    private final InstantSource clock;
    private final SteadyClock steadyClock;
    private volatile boolean closing;
    private volatile boolean registered;
    private String clusterId;
    private QuorumStart quorum;
    private LogDirectories logs;
    private NetworkLoops loops;
    private ImageFollower follower;
    private GroupShards groups;
    private TransactionShards transactions;
    private QuorumMetadata cluster;
    private ProducerIds producerIds;
    private WorkerThreads workers;
    private OpenListeners listeners;
    private ApiTable table;
    private DynamicSettings dynamic;

    private BrokerAssembly(BrokerConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.steadyClock = SteadyClock.start(clock);
    }

    static BrokerAssembly start(BrokerConfig config, InstantSource clock) {
        var assembly = new BrokerAssembly(config, clock);
        try {
            assembly.openStorage();
            assembly.buildHosting();
            assembly.listen();
            assembly.register();
            FeatureStart.run(assembly.cluster, assembly.table);
            FirstScramUsers.make(assembly.cluster, config.security().initialScram());
            assembly.listeners.accept();
            return assembly;
        } catch (IOException | QuorumException | DirectoryRefusedException | LogException e) {
            assembly.close();
            throw new BrokerStartException(e.getMessage(), e);
        } catch (RuntimeException e) {
            assembly.close();
            throw e;
        }
    }

    private void openStorage() {
        StorageSettings storage = config.storage();
        MetadataPlace.requireOldBesideOldData(storage);
        QuorumConfig lone = QuorumConfig.loneVoter(
                storage.metadataDirectory(), config.nodeId(), config.groups().schema());
        QuorumClaim claim =
                QuorumClaim.of(storage.clusterId().map(lone::withClusterId).orElse(lone));
        clusterId = claim.clusterId();
        quorum = closings.add(QuorumStart.begin(claim, "broker-" + config.nodeId() + "-quorum-start"));
        LogDirectoryConfig logConfig = LogDirectoryConfig.of(clusterId, config.nodeId());
        logs = closings.add(LogDirectories.open(
                storage.logDirectories(),
                storage.knownDirectories(),
                logConfig.withUpkeep(storage.upkeep()),
                steadyClock));
        logs.unopened().stream().filter(storage::holdsMetadata).findAny().ifPresent(path -> {
            throw new BrokerStartException(
                    path + " cannot be opened, and the metadata is on its disk: mend it, or set metadata.log.dir",
                    null);
        });
    }

    /** Any thread. One of several data directories may go; without its metadata, or any place for records, a broker stops. */
    private void directoryFailed(LogDirectory directory, Throwable reason) {
        if (!logs.isAnyOnline() || config.storage().holdsMetadata(directory.path())) {
            fail(reason);
        } else {
            LOGGER.error(
                    "A data directory is offline, and so are its partitions; the others go on. path={} reason=\"{}\"",
                    directory.path(),
                    reason.getMessage());
            follower.takeOffline(directory);
        }
    }

    private void buildHosting() {
        String name = "broker-" + config.nodeId();
        loops = closings.add(
                NetworkLoops.start(name + "-network", config.network().loopCount()));
        workers = closings.add(new WorkerThreads(name + "-worker"));
        groups = new GroupShards(config.groups().limits(), () -> follower.followed(), workers, steadyClock);
        var transactionSite = new TransactionShards.Site(partitions, this::clusterAsOfStart, () -> producerIds.poll());
        transactions = new TransactionShards(config.transactions().limits(), transactionSite, workers, steadyClock);
        var site = new PartitionReconciler.Site(
                config.nodeId(), logs, loops.all(), config.topics().defaults(), steadyClock);
        var reconciler = new PartitionReconciler(site, partitions, new PartitionListeners(groups, transactions));
        follower = closings.add(new ImageFollower(reconciler, name + "-follower"));
        logs.onFailure(this::directoryFailed);
        cluster = new QuorumMetadata(quorum, follower);
        producerIds = new ProducerIds(cluster, config.nodeId());
    }

    /** A partition that an older image does not have may exist all the same. */
    private Optional<MetadataImage> clusterAsOfStart() {
        return registered ? Optional.of(cluster.image()) : Optional.empty();
    }

    private void listen() throws IOException {
        var identity = new BrokerIdentity(config.nodeId(), clusterId);
        var telemetry = closings.add(new ClientTelemetry(
                new ClientTelemetry.Settings(config.nodeId(), config.telemetryMaxBytes()),
                () -> cluster.image().configs(),
                steadyClock::millis,
                loops.all().get(0)::schedule));
        var administration = new Administration(
                new ClientQuotas(cluster::image, config.quotas(), steadyClock::millis),
                cluster,
                telemetry,
                LoggerLevels.ofBackend(),
                () -> listeners.changes());
        var services = new BrokerServices(
                identity,
                cluster,
                partitions,
                producerIds,
                config.authorizer().access(cluster),
                config.apiSettings(),
                workers,
                clock,
                administration);
        var creation = new TopicCreation(
                cluster,
                services.settings(),
                config.groups().offsetsTopic(),
                config.transactions().topic());
        var route = new TransactionRoute(cluster, transactions);
        table = ApiTables.broker(
                services,
                creation,
                groups,
                new ApiTables.Transactions(route, () -> dynamic.verifiesPartitions()),
                logs);
        dynamic = new DynamicSettings(config, logs, () -> listeners);
        listeners = closings.add(OpenListeners.bind(
                config,
                loops,
                new RequestDispatcher(table, services.quotas()),
                () -> follower.followed(),
                steadyClock));
    }

    /** A new term of every partition begins here, and the answer comes when this broker leads what it leads. */
    private void register() {
        MetadataQuorum running = quorum.await();
        running.stopped().thenAccept(this::fail);
        running.addListener((previous, current) -> {
            follower.follow(current);
            dynamic.apply(current.configs());
        });
        CommandResponse response;
        try {
            warnOfAnOldCopy(running.linearizableImage().join());
            response = running.submit(new RegisterBroker(
                            config.nodeId(), Uuid.randomUuid(), listeners.endpoints(), config.rack()))
                    .join();
        } catch (CompletionException e) {
            throw new BrokerStartException(
                    "The cluster does not answer: " + e.getCause().getMessage(), e);
        }
        if (!(response instanceof BrokerRegistered answer)) {
            throw new BrokerStartException("The cluster refused this broker: " + response, null);
        }
        logs.recordBrokerEpoch(answer.brokerEpoch());
        registered = true;
    }

    /** A clean stop leaves the broker epoch of its process behind, and that is the last one that the cluster gave. */
    private void warnOfAnOldCopy(MetadataImage cluster) {
        OptionalLong known = cluster.broker(config.nodeId()).stream()
                .mapToLong(BrokerImage::brokerEpoch)
                .findAny();
        logs.all().forEach(directory -> warnOfAnOldCopy(directory, known));
    }

    private static void warnOfAnOldCopy(LogDirectory directory, OptionalLong known) {
        OptionalLong stopped = directory.cleanShutdownBrokerEpoch();
        // A start that failed before it registered has stopped without an epoch.
        if (stopped.isPresent() && stopped.getAsLong() >= 0 && !stopped.equals(known)) {
            LOGGER.warn(
                    "The data directory was closed by another process than the cluster saw last; is it an old copy?"
                            + " path={} closedByBrokerEpoch={} lastBrokerEpoch={}",
                    directory.path(),
                    stopped.getAsLong(),
                    known);
        }
    }

    BrokerConfig config() {
        return config;
    }

    OpenListeners listeners() {
        return listeners;
    }

    String clusterId() {
        return clusterId;
    }

    CompletionStage<Throwable> failure() {
        return failure;
    }

    /** What stops because the broker closes is no failure. */
    private void fail(Throwable reason) {
        if (!closing) {
            failure.complete(reason);
        }
    }

    @Override
    public void close() {
        closing = true;
        if (logs != null) {
            LOGGER.info("Closing. {}", logs.counters());
        }
        closings.close();
    }
}
