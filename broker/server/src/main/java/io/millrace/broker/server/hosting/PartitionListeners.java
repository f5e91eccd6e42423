package io.millrace.broker.server.hosting;

import java.util.List;

/** Tells several listeners, in their order. */
public final class PartitionListeners implements PartitionListener {

    private final List<PartitionListener> listeners;

    public PartitionListeners(PartitionListener... listeners) {
        this.listeners = List.of(listeners);
    }

    @Override
    public void leading(PartitionHost host) {
        listeners.forEach(listener -> listener.leading(host));
    }

    @Override
    public void gone(PartitionHost host) {
        listeners.forEach(listener -> listener.gone(host));
    }

    @Override
    public void offline(PartitionHost host) {
        listeners.forEach(listener -> listener.offline(host));
    }
}
