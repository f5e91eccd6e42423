package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.placement.BalancePolicy;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.LogListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.connect.errors.ConnectException;

/** The way into the group of workers. */
public final class WorkerGroup {

    private final MemberSettings settings;
    private final String topic;
    private final Executor control;
    private final Runnable reconcile;
    private final AssignmentTable table;
    private final LoadTable loads;
    private final BalancePolicy policy;
    private CompletableFuture<Void> joined = new CompletableFuture<>();

    /** {@code topic} is that of the assignments; {@code reconcile} is called whenever ownership may have changed. */
    public WorkerGroup(
            MemberSettings settings, BalancePolicy policy, String topic, Executor control, Runnable reconcile) {
        this.settings = settings;
        this.topic = topic;
        this.control = control;
        this.reconcile = reconcile;
        this.table = new AssignmentTable(reconcile);
        this.loads = new LoadTable(policy.windowMs(), System::nanoTime);
        this.policy = policy;
    }

    /** Reads the assignment topic. */
    public LogListener assignments() {
        return LogListener.inOrder(loads, table);
    }

    /** Begins to join: until it has, nobody leads and nothing is owned. */
    public Ownership enter(CompactedLog log, Admin admin) {
        Membership membership = new Membership(settings, new Presence(admin), reconcile);
        joined = membership.start();
        return new GroupOwnership(this, membership, log);
    }

    /** Waits for the first generation; fails when the group is in use by something else. */
    public void awaitJoined() {
        try {
            joined.get(settings.group().rebalanceTimeoutMs() * 2L, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ConnectException refused ? refused : new ConnectException(e.getCause());
        } catch (TimeoutException e) {
            throw new ConnectException(
                    "The worker could not join the group \"" + settings.group().groupId() + "\"", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while the worker joined its group", e);
        }
    }

    AssignmentTable table() {
        return table;
    }

    LoadTable loads() {
        return loads;
    }

    BalancePolicy policy() {
        return policy;
    }

    String topic() {
        return topic;
    }

    Executor control() {
        return control;
    }

    Runnable reconcile() {
        return reconcile;
    }
}
