package io.millrace.registry.model;

import java.util.function.Function;

/**
 * The answer of a pure rule: a value, or a refusal that says why.
 *
 * @param <T> what is answered when the rule accepts
 */
public sealed interface Decision<T> {
    /** The rule accepts. */
    record Accepted<T>(T value) implements Decision<T> {}

    /** The rule refuses, and nothing changes. */
    record Refused<T>(RegistryErrorCode code, String message) implements Decision<T> {}

    static <T> Decision<T> accept(T value) {
        return new Accepted<>(value);
    }

    static <T> Decision<T> refuse(RegistryErrorCode code, String message) {
        return new Refused<>(code, message);
    }

    /** Goes on with the value, or carries the refusal along. */
    default <R> Decision<R> then(Function<? super T, Decision<R>> next) {
        return fold(next, refused -> refuse(refused.code(), refused.message()));
    }

    /** Goes on with the value when the next step cannot refuse. */
    default <R> Decision<R> map(Function<? super T, R> next) {
        return then(value -> accept(next.apply(value)));
    }

    /** Turns either case into one kind of value. */
    default <R> R fold(Function<? super T, ? extends R> accepted, Function<Refused<T>, ? extends R> refused) {
        if (this instanceof Accepted<T> yes) {
            return accepted.apply(yes.value());
        }
        return refused.apply((Refused<T>) this);
    }

    /** Whether the rule accepted. */
    default boolean isAccepted() {
        return this instanceof Accepted<T>;
    }
}
