-- Keys: leases, holds, levels. Arguments: the clock's three; claims. Answers: 0, or -1 sent at another time; the time; the
-- levels.
local now, t = clock()
if not now then return { -1, t } end
sweep(KEYS[1], KEYS[2], now)
local answer = { 0, t }
for _, c in ipairs(claims(4)) do
  local l = load(c.key, now)
  if bring(l, c, now) then save(c.key, c.kind, l, now) end
  tell(answer, l)
end
return answer
