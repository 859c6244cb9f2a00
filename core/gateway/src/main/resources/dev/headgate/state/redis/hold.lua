-- Keys: leases, holds, levels. Arguments: the clock's three; id; lease; 1 to take what does not fit as well; the most
-- holds there may be; claims. Answers: 0 granted, 1 refused, -1 sent at another time, -2 no room; the time; which claim
-- refuses; how long until it fits; the levels.
local now, t = clock()
if not now then return { -1, t } end
sweep(KEYS[1], KEYS[2], now)
local id, lease, forced = ARGV[4], tonumber(ARGV[5]), ARGV[6] == '1'
local again = redis.call('HEXISTS', KEYS[2], id) == 1
if not again and redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[7]) then return { -2, t } end
local all, levels, rolled = claims(8), {}, {}
local refused, longest = -1, 0
for i, c in ipairs(all) do
  local l = load(c.key, now)
  levels[i] = l
  rolled[i] = bring(l, c, now)
  if not again and not forced and not admits(l, c) then
    local its = wait(l, c, now)
    if refused < 0 or (longest >= 0 and (its < 0 or its > longest)) then
      refused, longest = i - 1, its
    end
  end
end
local take = refused < 0 and not again
for i, c in ipairs(all) do
  local l = levels[i]
  if take then
    l.held = l.held + c.amount * l.parts
    c.taken = l.finish
  end
  if take or rolled[i] then save(c.key, c.kind, l, now) end
end
if take then
  redis.call('HSET', KEYS[2], id, cmsgpack.pack(all))
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + lease), id)
end
local answer = { refused < 0 and 0 or 1, t, refused, longest }
for _, l in ipairs(levels) do tell(answer, l) end
return answer
