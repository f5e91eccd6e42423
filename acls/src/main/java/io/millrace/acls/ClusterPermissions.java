package io.millrace.acls;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges by the ACLs of the cluster as they were read last, on a thread of their own. Until they were read, and when they
 * could not be read for too long, nothing is known but the super users.
 */
public final class ClusterPermissions implements Permissions, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterPermissions.class);
    private static final String USER = "User:";

    /** For one look; less than the admin client's own timeout, so that the thread never hangs for long. */
    private static final long LOOK_TIMEOUT_S = 30;

    private final AuthorizerConfig config;
    private final Source source;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService thread;

    private volatile Known known;
    private String complaint = "";
    private Set<AclBinding> lastRead = Set.of();

    /** What was read, and when the look began. */
    private record Known(AclRules rules, boolean read, long nanos) {}

    /** Where ACLs come from. */
    interface Source extends AutoCloseable {
        Collection<AclBinding> read() throws ExecutionException, InterruptedException, TimeoutException;

        @Override
        void close();
    }

    ClusterPermissions(AuthorizerConfig config, Source source, LongSupplier nanoClock) {
        this.config = config;
        this.source = source;
        this.nanoClock = nanoClock;
        this.known = new Known(new AclRules(List.of(), config.superUsers(), false), false, nanoClock.getAsLong());
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "acl-refresh");
            made.setDaemon(true);
            return made;
        });
    }

    /** Begins to read; {@code client} are the properties of an admin client whose user may DESCRIBE the cluster. */
    public static ClusterPermissions open(AuthorizerConfig config, Map<String, Object> client) {
        ClusterPermissions opened = new ClusterPermissions(config, source(Admin.create(client)), System::nanoTime);
        opened.begin();
        return opened;
    }

    private static Source source(Admin admin) {
        return new Source() {
            @Override
            public Collection<AclBinding> read() throws ExecutionException, InterruptedException, TimeoutException {
                return admin.describeAcls(AclBindingFilter.ANY).values().get(LOOK_TIMEOUT_S, TimeUnit.SECONDS);
            }

            @Override
            public void close() {
                admin.close();
            }
        };
    }

    private void begin() {
        var unused =
                thread.scheduleWithFixedDelay(this::look, 0, config.refresh().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reads once; never throws. One thread. */
    void look() {
        long began = nanoClock.getAsLong();
        try {
            Set<AclBinding> read = Set.copyOf(source.read());
            AclRules rules = known.read() && read.equals(lastRead)
                    ? known.rules()
                    : new AclRules(read, config.superUsers(), config.openWithoutAcls());
            lastRead = read;
            known = new Known(rules, true, began);
            complaint = "";
        } catch (ExecutionException e) {
            complain(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            complain("the cluster does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            complain(e.toString());
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOGGER.error(
                    "the ACLs of the cluster cannot be read, those of before hold for {} more at most; the brokers need"
                            + " an authorizer, and the user of this server the right to DESCRIBE the cluster: {}",
                    config.staleMax(),
                    reason);
        }
    }

    @Override
    public Verdict judge(String caller, String host, AclOperation operation, ResourceType type, String name) {
        Known now = known;
        String principal = USER + caller;
        boolean stale = nanoClock.getAsLong() - now.nanos() > config.staleMax().toNanos();
        if (!now.read() || stale) {
            return config.superUsers().contains(principal) ? Verdict.ALLOWED : Verdict.UNKNOWN;
        }
        boolean allowed = now.rules().allow(principal, host, operation, type, name);
        return allowed ? Verdict.ALLOWED : Verdict.DENIED;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        source.close();
    }
}
