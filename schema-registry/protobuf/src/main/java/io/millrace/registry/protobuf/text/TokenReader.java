package io.millrace.registry.protobuf.text;

import com.google.protobuf.ByteString;
import java.math.BigInteger;

/** Reads the token sequence with one token of foresight, and counts against the limits. */
final class TokenReader {
    private final Scanner scanner;
    private final TextLimits limits;
    private Token current;
    private int depth;
    private int declarations;

    TokenReader(String text, TextLimits limits) throws ProtoSyntaxException {
        this.scanner = new Scanner(text);
        this.limits = limits;
        this.current = scanner.next();
    }

    /** The token that is not taken yet. */
    Token current() {
        return current;
    }

    /** Takes whatever comes. */
    Token take() throws ProtoSyntaxException {
        Token taken = current;
        current = scanner.next();
        return taken;
    }

    boolean at(String word) {
        return current.is(word);
    }

    /** Takes the word if it comes next. */
    boolean take(String word) throws ProtoSyntaxException {
        if (!at(word)) {
            return false;
        }
        take();
        return true;
    }

    void require(String word) throws ProtoSyntaxException {
        if (!take(word)) {
            throw unexpected("'" + word + "'");
        }
    }

    String identifier(String what) throws ProtoSyntaxException {
        if (current.kind() != Token.Kind.IDENTIFIER) {
            throw unexpected(what);
        }
        return take().text();
    }

    /** Identifiers with dots between. */
    String dotted(String what) throws ProtoSyntaxException {
        StringBuilder name = new StringBuilder(identifier(what));
        while (take(".")) {
            name.append('.').append(identifier(what));
        }
        return name.toString();
    }

    /** A name of a type: dotted, and absolute if a dot comes first. */
    String typeName() throws ProtoSyntaxException {
        return (take(".") ? "." : "") + dotted("the name of a type");
    }

    /** Strings side by side count as one. */
    ByteString bytes() throws ProtoSyntaxException {
        if (current.kind() != Token.Kind.STRING) {
            throw unexpected("a string");
        }
        ByteString bytes = ByteString.EMPTY;
        while (current.kind() == Token.Kind.STRING) {
            bytes = bytes.concat(take().bytes());
        }
        return bytes;
    }

    String string() throws ProtoSyntaxException {
        Token first = current;
        ByteString bytes = bytes();
        if (!bytes.isValidUtf8()) {
            throw first.error("this string is not UTF-8");
        }
        return bytes.toStringUtf8();
    }

    /** An integer without a sign. */
    BigInteger unsigned(String what) throws ProtoSyntaxException {
        if (current.kind() != Token.Kind.INTEGER) {
            throw unexpected(what);
        }
        return Numbers.integer(take().text());
    }

    /** A number of a field, or another one of 31 bits; a sign only where it is allowed. */
    int number(String what, boolean signed) throws ProtoSyntaxException {
        Token first = current;
        boolean negative = signed && take("-");
        BigInteger value = unsigned(what);
        BigInteger number = negative ? value.negate() : value;
        if (number.bitLength() > 31) {
            throw first.error(number + " is out of range for " + what);
        }
        return number.intValue();
    }

    ProtoSyntaxException unexpected(String expected) {
        return current.error("expected " + expected + ", found " + current.shown());
    }

    /** One more message, field or value. */
    void declare() throws ProtoSyntaxException {
        if (++declarations > limits.declarations()) {
            throw current.error("there are more than " + limits.declarations() + " messages, fields and values");
        }
    }

    /** One level deeper, until {@link #leave}. */
    void enter() throws ProtoSyntaxException {
        if (++depth > limits.depth()) {
            throw current.error("it is nested deeper than " + limits.depth() + " levels");
        }
    }

    void leave() {
        depth--;
    }
}
