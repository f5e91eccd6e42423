package io.millrace.broker.server.api.quotas;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiMessage;

/** Writes the throttle time into whatever response has a field for it; nearly all have, without a type in common. */
final class ThrottleTime {

    private static final ClassValue<Optional<Method>> SETTERS = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            try {
                return Optional.of(type.getMethod("setThrottleTimeMs", int.class));
            } catch (NoSuchMethodException responseWithoutTheField) {
                return Optional.empty();
            }
        }
    };

    private ThrottleTime() {}

    static void set(ApiMessage response, long throttleMs) {
        SETTERS.get(response.getClass()).ifPresent(setter -> {
            try {
                setter.invoke(response, (int) Math.min(throttleMs, Integer.MAX_VALUE));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("The throttle time of " + response.getClass() + " cannot be set", e);
            }
        });
    }
}
