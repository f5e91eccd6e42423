/**
 * Who asks: accounts, passwords, certificates, letters of other servers. What somebody may do is each server's own.
 *
 * <p>Floor: lowest but for properties. Thread: any; passwords are checked on threads of their own.
 */
package io.millrace.http.access;
