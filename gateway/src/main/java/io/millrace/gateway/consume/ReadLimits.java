package io.millrace.gateway.consume;

/**
 * What reading may take of the gateway.
 *
 * @param consumers how many consumers there are at most, of which each may hold a fetch
 * @param threads how many threads all of them share
 * @param answerBytes the most bytes of records in one answer
 * @param answersBytes the most bytes of records in all answers that are not read by their clients yet
 */
public record ReadLimits(int consumers, int threads, int answerBytes, int answersBytes) {}
