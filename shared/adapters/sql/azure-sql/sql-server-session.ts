import type mssql from 'mssql';
import type { Session } from '../engine.ts';

export type Driver = typeof mssql;

/** Ids and times are bound as `varchar`, like their columns, so that SQL Server seeks the key without converting it. */
const ID_OR_TIME = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;
const LONGEST_NVARCHAR = 4000;
const LONGEST_INT = 2 ** 31 - 1;

/** Statements of one transaction of the driver. */
export function sqlServerSession(driver: Driver, transaction: mssql.Transaction): Session {
  return {
    execute: async (sql, parameters) => {
      const request = new driver.Request(transaction);
      for (const [index, value] of parameters.entries()) {
        request.input(String(index + 1), typeOf(driver, value), value);
      }
      const result = await request.query<Record<string, unknown>>(sql);
      return { rows: result.recordset ?? [], affected: result.rowsAffected.at(-1) ?? 0 };
    },
  };
}

/** Few and fixed sizes, so that one statement has one plan. */
export function typeOf(driver: Driver, value: unknown): mssql.ISqlType {
  if (value === null) return driver.NVarChar(1);
  if (typeof value === 'string') {
    if (ID_OR_TIME.test(value)) return driver.VarChar(36);
    return value.length > LONGEST_NVARCHAR ? driver.NVarChar(driver.MAX) : driver.NVarChar(LONGEST_NVARCHAR);
  }
  if (Number.isSafeInteger(value)) return Math.abs(Number(value)) > LONGEST_INT ? driver.BigInt() : driver.Int();
  throw new Error(`A ${typeof value} cannot be stored.`);
}
