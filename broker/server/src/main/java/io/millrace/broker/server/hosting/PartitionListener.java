package io.millrace.broker.server.hosting;

/** Told which partitions this broker begins or ceases to lead; on the reconciler's thread, after the partition knows. */
public interface PartitionListener {

    /** This broker leads it in a new term. */
    void leading(PartitionHost host);

    /** It is stopped and its log deleted. */
    void gone(PartitionHost host);

    /** It is stopped because its data directory is offline: its log is neither to be had nor gone. */
    void offline(PartitionHost host);
}
