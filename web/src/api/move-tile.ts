import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import type { DashboardDetail, DashboardTile } from '../../../shared/contract/azimuth.ts';
import { path } from './api.ts';
import { useApi } from './api-context.ts';
import { dashboardKey } from './get-dashboard.ts';

type Move = { readonly tileId: string; readonly layout: DashboardTile['layout'] };

/** Moves or resizes tiles: seen at once, and taken back where the service refuses. */
export function useMoveTiles(dashboardId: string) {
  const api = useApi();
  const client = useQueryClient();
  const key = dashboardKey(dashboardId);
  return useMutation({
    mutationFn: async (moves: readonly Move[]) => {
      for (const { tileId, layout } of moves) {
        const call = { method: 'PATCH', body: { layout }, answer: z.unknown() } as const;
        await api.azimuth(path`/dashboards/${dashboardId}/tiles/${tileId}`, call);
      }
    },
    onMutate: async (moves) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<DashboardDetail>(key);
      if (before !== undefined) {
        const layouts = new Map(moves.map((move) => [move.tileId, move.layout]));
        const tiles = before.tiles.map((tile) => ({ ...tile, layout: layouts.get(tile.id) ?? tile.layout }));
        client.setQueryData<DashboardDetail>(key, { ...before, tiles });
      }
      return { before };
    },
    onError: (_, __, context) => {
      client.setQueryData(key, context?.before);
    },
  });
}
