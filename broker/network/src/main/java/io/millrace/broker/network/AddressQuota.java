package io.millrace.broker.network;

import java.net.InetAddress;

/** Says how fast new connections may come from one address. Any thread. */
@FunctionalInterface
public interface AddressQuota {

    /** They may come as fast as they like. */
    AddressQuota NONE = address -> 0;

    /** One has come from there: 0 when it may stay, else for how long it is left unserved until it is closed. */
    long refusalMs(InetAddress address);
}
