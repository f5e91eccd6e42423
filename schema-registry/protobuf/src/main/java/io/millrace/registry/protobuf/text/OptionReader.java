package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Reads options as names and values; what they mean is found out later. */
final class OptionReader {
    private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);
    private static final BigInteger SIGNED_LIMIT = BigInteger.ONE.shiftLeft(63);

    private final TokenReader tokens;

    OptionReader(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** What follows the word {@code option}, with the semicolon. */
    UninterpretedOption statement() throws ProtoSyntaxException {
        UninterpretedOption option = assignment();
        tokens.require(";");
        return option;
    }

    /** Options in brackets, or none. */
    List<UninterpretedOption> brackets() throws ProtoSyntaxException {
        List<UninterpretedOption> options = new ArrayList<>();
        if (!tokens.take("[")) {
            return options;
        }
        do {
            options.add(assignment());
        } while (tokens.take(","));
        tokens.require("]");
        return options;
    }

    private UninterpretedOption assignment() throws ProtoSyntaxException {
        UninterpretedOption.Builder option = UninterpretedOption.newBuilder();
        do {
            option.addName(namePart());
        } while (tokens.take("."));
        tokens.require("=");
        value(option);
        return option.build();
    }

    private NamePart namePart() throws ProtoSyntaxException {
        NamePart.Builder part = NamePart.newBuilder();
        if (tokens.take("(")) {
            part.setNamePart(tokens.typeName()).setIsExtension(true);
            tokens.require(")");
            return part.build();
        }
        return part.setNamePart(tokens.identifier("the name of an option"))
                .setIsExtension(false)
                .build();
    }

    private void value(UninterpretedOption.Builder option) throws ProtoSyntaxException {
        Token first = tokens.current();
        boolean negative = tokens.take("-");
        Token value = tokens.current();
        switch (value.kind()) {
            case INTEGER -> integer(option, first, negative);
            case FLOAT ->
                option.setDoubleValue(
                        (negative ? -1 : 1) * Numbers.floating(tokens.take().text()));
            case IDENTIFIER -> identifier(option, negative);
            case STRING -> {
                requirePositive(first, negative);
                option.setStringValue(tokens.bytes());
            }
            case SYMBOL -> {
                requirePositive(first, negative);
                if (!value.is("{")) {
                    throw tokens.unexpected("the value of an option");
                }
                option.setAggregateValue(aggregate());
            }
            case END -> throw tokens.unexpected("the value of an option");
        }
    }

    private void integer(UninterpretedOption.Builder option, Token first, boolean negative)
            throws ProtoSyntaxException {
        BigInteger value = tokens.unsigned("an integer");
        if (value.compareTo(negative ? SIGNED_LIMIT.add(BigInteger.ONE) : UNSIGNED_LIMIT) >= 0) {
            throw first.error("this integer has more than 64 bits");
        }
        if (negative) {
            option.setNegativeIntValue(value.negate().longValue());
        } else {
            option.setPositiveIntValue(value.longValue());
        }
    }

    private void identifier(UninterpretedOption.Builder option, boolean negative) throws ProtoSyntaxException {
        if (!negative) {
            option.setIdentifierValue(tokens.take().text());
            return;
        }
        if (!tokens.at("inf") && !tokens.at("nan")) {
            throw tokens.unexpected("a number");
        }
        option.setDoubleValue(tokens.take("inf") ? Double.NEGATIVE_INFINITY : Double.NaN);
        tokens.take("nan");
    }

    private static void requirePositive(Token first, boolean negative) throws ProtoSyntaxException {
        if (negative) {
            throw first.error("a minus belongs before a number");
        }
    }

    /** A message in text format: its tokens without the outer braces, a space between them. */
    private String aggregate() throws ProtoSyntaxException {
        tokens.require("{");
        StringBuilder text = new StringBuilder();
        int open = 1;
        tokens.enter();
        while (true) {
            Token token = tokens.current();
            if (token.kind() == Token.Kind.END) {
                throw tokens.unexpected("'}'");
            }
            tokens.take();
            if (opens(token)) {
                tokens.enter();
                open++;
            } else if (closes(token)) {
                tokens.leave();
                if (--open == 0) {
                    return text.toString();
                }
            }
            text.append(text.length() == 0 || text.charAt(text.length() - 1) == '-' ? "" : " ")
                    .append(token.text());
        }
    }

    private static boolean opens(Token token) {
        return token.is("{") || token.is("<");
    }

    private static boolean closes(Token token) {
        return token.is("}") || token.is(">");
    }
}
