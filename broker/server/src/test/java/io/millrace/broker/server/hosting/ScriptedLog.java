package io.millrace.broker.server.hosting;

import io.millrace.broker.log.PartitionLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A real log of which a method does its work and then fails, as often as the test says. */
final class ScriptedLog {

    private final Map<String, Integer> failuresLeft = new ConcurrentHashMap<>();
    private final PartitionLog log;

    ScriptedLog(PartitionLog real) {
        this.log = (PartitionLog) Proxy.newProxyInstance(
                ScriptedLog.class.getClassLoader(), new Class<?>[] {PartitionLog.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (failuresLeft.merge(method.getName(), -1, Integer::sum) >= 0) {
                        throw new IllegalStateException("the test lets " + method.getName() + " fail");
                    }
                    return result;
                });
    }

    PartitionLog log() {
        return log;
    }

    /** The next {@code times} calls of this method fail after they have done what they do. */
    void fail(String method, int times) {
        failuresLeft.put(method, times);
    }
}
