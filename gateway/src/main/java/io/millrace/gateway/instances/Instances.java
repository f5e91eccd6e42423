package io.millrace.gateway.instances;

import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.consume.Farewells.Farewell;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.ClientSettings;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances of this gateway, by group and name; one that nobody asks for is closed after a while. Any thread. */
public final class Instances {
    private static final Logger LOGGER = LoggerFactory.getLogger(Instances.class);
    private static final long KEEP_UP_MS = 250;
    private static final long FOLLOW_MS = 30_000;

    private final ClientSettings settings;
    private final ConsumerThreads threads;
    private final Topics topics;
    private final Limits limits;
    private final Rights rights;
    private final Map<Key, Instance> instances = new LinkedHashMap<>();
    private boolean closed;

    private record Key(String group, String name) {}

    /**
     * What instances may take.
     *
     * @param instances how many there are at most
     * @param timeoutMs after which an instance that nobody asks for is closed
     * @param requestMs how long a read of an instance takes at most, unless its client says otherwise
     * @param answerBytes the most bytes of records in one answer
     */
    public record Limits(int instances, int timeoutMs, int requestMs, int answerBytes) {}

    public Instances(ClientSettings settings, ConsumerThreads threads, Topics topics, Limits limits, Rights rights) {
        this.settings = settings;
        this.threads = threads;
        this.topics = topics;
        this.limits = limits;
        this.rights = rights;
        threads.every(this::keepUp, KEEP_UP_MS);
        threads.every(this::follow, FOLLOW_MS);
    }

    /** How many there are. */
    public int open() {
        synchronized (instances) {
            return instances.size();
        }
    }

    Limits limits() {
        return limits;
    }

    /** A new one of the caller; 40902 if the name is taken, 429 if there are too many. */
    Instance create(Exchange exchange, InstanceConfig config) {
        String group = exchange.part("group");
        synchronized (instances) {
            if (closed) {
                throw InstanceProblems.stopping();
            }
            Key key = new Key(group, config.name());
            if (instances.containsKey(key)) {
                throw InstanceProblems.exists();
            }
            if (instances.size() == limits.instances()) {
                throw HttpProblemException.passing(
                        429,
                        42902,
                        "This gateway has " + limits.instances() + " consumer instances (max.consumer.instances)");
            }
            Instance made = new Instance(Rights.caller(exchange.context()), group, config, settings, threads);
            instances.put(key, made);
            return made;
        }
    }

    /** That of the path; 40403 if there is none, 40301 if it is another caller's. */
    Instance require(Exchange exchange) {
        Instance found;
        synchronized (instances) {
            found = instances.get(key(exchange));
        }
        if (found == null) {
            throw InstanceProblems.notFound();
        }
        rights.requireOwner(exchange.context(), found.user(), "consumer instance");
        found.used(Rights.caller(exchange.context()));
        return found;
    }

    /** Ends that of the path. */
    CompletableFuture<Void> delete(Exchange exchange) {
        Instance found = require(exchange);
        synchronized (instances) {
            if (!instances.values().remove(found)) {
                throw InstanceProblems.notFound();
            }
        }
        return found.close();
    }

    private static Key key(Exchange exchange) {
        return new Key(exchange.part("group"), exchange.part("instance"));
    }

    private List<Instance> all() {
        synchronized (instances) {
            return List.copyOf(instances.values());
        }
    }

    private void keepUp() {
        long now = System.nanoTime();
        for (Instance each : all()) {
            if (now - each.usedNanos() <= TimeUnit.MILLISECONDS.toNanos(limits.timeoutMs())) {
                each.keepUp();
                continue;
            }
            synchronized (instances) {
                instances.values().remove(each);
            }
            LOGGER.atInfo()
                    .addKeyValue("group", each.group())
                    .addKeyValue("instance", each.config().name())
                    .log("closing a consumer instance that nobody asked for");
            var unused = each.close().exceptionally(Instances::notClosed);
        }
    }

    /** Those who follow a pattern get the topics that match it now. */
    private void follow() {
        List<Instance> following =
                all().stream().filter(each -> each.pattern() != null).toList();
        if (following.isEmpty()) {
            return;
        }
        var unused = topics.names()
                .thenAccept(names -> following.forEach(each -> each.subscribe(names, new InstanceRights(rights))))
                .exceptionally(failure -> {
                    LOGGER.warn("consumer instances could not look for new topics", failure);
                    return null;
                });
    }

    private static Void notClosed(Throwable failure) {
        LOGGER.warn("a consumer instance could not be closed in order", failure);
        return null;
    }

    /** No more instances are made, and reads that wait end. */
    public void stop() {
        synchronized (instances) {
            closed = true;
        }
        all().forEach(Instance::stop);
    }

    /** After the threads have ended: every consumer leaves its group. */
    public List<Farewell> farewells() {
        return all().stream().<Farewell>map(each -> each::sayFarewell).toList();
    }
}
